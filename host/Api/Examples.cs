namespace Policy.Host.Api;

/// <summary>The examples of the OpenAPI document.</summary>
internal static class Examples
{
    public const string Declaration = """
        {"declarationNo":"HZ2026110000001","zone":"hangzhou","direction":"export","procedure":"9610","declaredAt":"2026-11-11T00:00:03+08:00",
         "enterprise":{"code":"3301960001","name":"杭州示例电子商务有限公司"},"platform":{"code":"P0001"},
         "buyer":{"idNumber":"990101190001010019","name":"示例"},"consignee":{"name":"A. Example","country":"US"},
         "orderNo":"O1","paymentNo":"P1","waybillNo":"W1","currency":"CNY","totalValue":320.00,"freight":0,"insurance":0,"grossWeightKg":1.2,
         "goods":[{"line":1,"hsCode":"6109100021","name":"棉制针织T恤衫","originCountry":"CN","quantity":2,"unit":"件","unitPrice":160.00,"totalPrice":320.00,"licenceNo":null}],
         "purchase":{"sellerName":"示例制衣厂","sellerTaxId":"T1","saleDate":"2026-11-01","goodsName":"T恤衫","unit":"件","quantity":2,"unitPrice":100,"totalAmount":200},
         "extra":{}}
        """;

    public const string Decision = """
        {"decisionId":"019a7a60-0000-7000-8000-000000000000","decidedAt":"2026-11-11T00:00:03.120+08:00","declarationNo":"HZ2026110000001","zone":"hangzhou",
         "release":{"number":12,"hash":"sha256:…"},"outcome":"release","channel":"green",
         "negativeList":{"effect":null,"hits":[]},"credit":{"grade":"B","score":71},"tax":{"exempt":true,"missing":[],"duty":0,"vat":0,"consumption":0},
         "sampling":{"ratio":0.02,"draw":0.73451,"selected":false},
         "reasons":[{"step":"channel","document":"channel-thresholds","version":7,"row":"R12","text":{"zh-CN":"低值免检","en":"Low value, no inspection"},"legalBasis":null}],
         "faults":[]}
        """;

    public const string Replayed = """{"same":true}""";

    public const string Verified = """
        {"valid":true,"checked":120345,"events":345,"decisions":120000,"checkpoints":60,"unsealed":0,"draws":110000,"keys":["3f2a9c1e77aa01bc"],"findingCount":0,"findings":[]}
        """;

    public const string Sampling = """
        {"day":"2026-11-11","commitment":"sha256:…","preparedAt":"2026-11-10T00:00:02+08:00","inAdvance":true,"key":"9f86d081…","declaration":null}
        """;

    public const string Draft = """
        {"kind":"decisionTable","key":"channel-thresholds","facts":"declaration","hitPolicy":"first",
         "inputs":[{"expression":"totalValue"}],"outputs":[{"name":"channel","type":"text","values":["green","red"]}],
         "rows":[{"id":"R1","when":[">5000"],"then":["\"red\""]},{"id":"R2","when":["-"],"then":["\"green\""]}]}
        """;

    public const string DraftSaved = """
        {"etag":"3f2a","problems":[{"code":"PE1002","severity":"error","pointer":"/rows/0/wen","message":"The property `wen` is not known.","span":null}]}
        """;

    public const string DraftMerged = """
        {"etag":"9c01","merged":false,"text":null,"decided":true,"shared":null,
         "conflicts":[{"member":"rows","item":"R12","start":"{…}","mine":"{…}","theirs":"{…}"}]}
        """;

    public const string Difference = """
        {"rows":{"added":["R13"],"removed":[],"changed":[{"id":"R12","cells":[{"column":"totalValue","before":"> 5000","after":"> 3000"}]}],"moved":[]},
         "decided":true,
         "regions":[{"when":{"totalValue":"(3000..5000]"},"before":{"channel":"green"},"after":{"channel":"red"},"rowsBefore":["R2"],"rowsAfter":["R12"],
          "proved":true,"witness":{"totalValue":3001},"traffic":{"parcels":41,"of":2000,"share":0.0205}}],
         "sameBehaviour":false,"text":null}
        """;

    public const string Comment = """{"comment":"Threshold raised as agreed on 11 November."}""";

    public const string Submit = """
        {"comment":"Threshold raised as agreed on 11 November.","effectiveFrom":"2026-12-01T00:00:00+08:00",
         "waivers":[{"property":"not-looser","reason":"Pilot until January, letter 12 of the national office."}]}
        """;

    public const string Approve = """{"comment":"Agreed.","grounds":"sha256:…"}""";

    public const string PolicyComment = """{"text":"Why 5,000 and not 3,000?","row":"R12","column":"totalValue"}""";

    public const string Rollback = """{"comment":"Too many inspections.","effectiveFrom":null}""";

    public const string Withdraw = """{"policies":["channel-thresholds"],"effectiveFrom":"2026-12-01T00:00:00+08:00","comment":"The national rule applies again."}""";

    public const string Publish = """
        {"policies":[{"key":"channel-thresholds","version":7}],"effectiveFrom":"2026-12-01T00:00:00+08:00","comment":"New threshold from December."}
        """;

    public const string Release = """
        {"zone":"hangzhou","number":13,"effectiveFrom":"2026-12-01T00:00:00+08:00","hash":"sha256:…",
         "entries":[{"key":"channel-thresholds","layers":[{"zone":"national","version":3},{"zone":"hangzhou","version":7}],"hash":"sha256:…"}],
         "cause":"published","by":"approver","comment":"New threshold from December.","recordedAt":"2026-11-20T10:00:00+08:00"}
        """;

    public const string Zone = """
        {"key":"suzhou","title":{"zh-CN":"中国（苏州）跨境电子商务综合试验区","en":"Suzhou pilot zone"},"parent":"national","status":"planned"}
        """;

    public const string ZoneStatus = """{"status":"approved"}""";

    public const string Impact = """
        {"at":"2026-12-01T00:00:00+08:00","zones":[{"zone":"hangzhou","same":false,"decided":true,"regions":1,
         "first":[{"when":{"totalValue":"(3000..5000]"},"before":{"channel":"green"},"after":{"channel":"red"},"rowsBefore":["R1"],"rowsAfter":["R2"],"witness":{"totalValue":4000}}],
         "refusal":null}]}
        """;

    public const string History = """
        [{"kind":"released","at":"2026-11-20T10:00:00+08:00","by":"approver","comment":"In force in December","hash":"sha256:…","version":7,"release":12,
          "cause":"published","effectiveFrom":"2026-12-01T00:00:00+08:00","content":"sha256:…","number":null,"row":null,"column":null}]
        """;

    public const string Simulate = """
        {"zone":"hangzhou","candidate":{"drafts":["channel-thresholds"]},"baseline":{"release":13},
         "source":{"generated":{"count":10000,"seed":1,"profile":"normal"}}}
        """;

    public const string StartTrial = """
        {"mode":"canary","policies":[{"key":"channel-thresholds","version":8}],"share":0.05,
         "bands":[{"kpi":"share.red","low":0,"high":0.08,"minimum":500}],"until":"2026-12-08T00:00:00+08:00","comment":"A week on one parcel in twenty."}
        """;

    public const string Trial = """
        {"zone":"hangzhou","number":3,"mode":"canary","share":0.05,"baseline":{"number":13,"hash":"sha256:…"},
         "candidate":{"hash":"sha256:…","entries":[{"key":"channel-thresholds","layers":[{"zone":"national","version":3},{"zone":"hangzhou","version":8}],"hash":"sha256:…"}]},
         "policies":[{"key":"channel-thresholds","version":8}],"drafts":[],"bands":[{"kpi":"share.red","low":0,"high":0.08,"minimum":500}],
         "until":"2026-12-08T00:00:00+08:00","comment":"A week on one parcel in twenty.","by":"approver","at":"2026-12-01T10:00:00+08:00","status":"stopped",
         "end":{"by":"system","at":"2026-12-02T09:12:00+08:00","comment":"","breach":{"kpi":"share.red","value":0.091,"low":0,"high":0.08,"parcels":812}}}
        """;

    public const string TrialReport = """
        {"trial":{"zone":"hangzhou","number":3,"mode":"shadow","share":1,"status":"running","end":null},
         "parcels":12000,"changed":140,"unpredicted":1,"undecided":0,"dropped":0,
         "divergences":[{"before":{"outcome":"release","channel":"green"},"after":{"outcome":"inspect","channel":"red"},"faulted":false,"finding":"predicted","count":139}],
         "kpis":[{"name":"share.red","before":0.04,"after":0.052,"band":{"kpi":"share.red","low":0,"high":0.08,"minimum":500}}],
         "examples":[{"finding":"unpredicted","parcel":{"declarationNo":"HZ2026120100017","before":{"outcome":"release","channel":"green"},"after":{"outcome":"inspect","channel":"red"},
          "reasons":[{"side":"after","step":"channel","document":"channel-thresholds","version":8,"zone":"hangzhou","row":"R12","text":{"zh-CN":"超过限额","en":"Over the limit"},"legalBasis":null}]}}]}
        """;

    public const string SimulationStarted = """{"id":"202611200200000000000-3f2a9c1e77b0"}""";

    public const string Simulation = """
        {"id":"202611200200000000000-3f2a9c1e77b0","zone":"hangzhou","state":"done","done":10000,"total":10000,"by":"author","at":"2026-11-20T10:00:00+08:00",
         "request":{"zone":"hangzhou","candidate":{"drafts":["channel-thresholds"],"release":null},"source":{"recorded":null,"generated":{"count":10000,"seed":1,"profile":"normal","day":"2026-11-20"},"upload":null},"baseline":{"release":13,"at":null}},
         "baseline":{"number":13,"hash":"sha256:…"},"candidates":{"channel-thresholds":"sha256:…"},"contentHash":"sha256:…","hash":"sha256:…","failure":null,
         "report":{"total":10000,"changed":120,"skipped":0,"outcomes":[{"before":"release","after":"inspect","count":120}],"channels":[{"before":"green","after":"red","count":120}],
          "kpis":[{"name":"share.green","before":0.95,"after":0.938}],"byRow":[{"document":"channel-thresholds","row":"R12","before":400,"after":520}],
          "groups":[{"dimension":"chapter","value":"61","total":2300,"changed":80,"redBefore":110,"redAfter":190}],
          "examples":[{"declarationNo":"HA20261120A1B2C3D4000001","before":{"outcome":"release","channel":"green"},"after":{"outcome":"inspect","channel":"red"},
           "reasons":[{"side":"after","step":"channel","document":"channel-thresholds","version":8,"zone":"hangzhou","row":"R12","text":{"zh-CN":"超过限额","en":"Over the limit"},"legalBasis":null}]}]}}
        """;
}
