using System.Text;

namespace Policy.Engine.Tests.Documents;

/// <summary>The examples of the published contract, verbatim, with their elisions filled in.</summary>
internal static class ContractExamples
{
    public const string Parcel = """
        {"kind":"factType","key":"parcel","fields":[
          {"name":"hs","type":"text"},{"name":"value","type":"number","unit":"CNY"},{"name":"weight","type":"number","unit":"kg"},
          {"name":"grade","type":"text","values":["AA","A","B","C","D"],"ordered":true},{"name":"licensed","type":"boolean"},
          {"name":"declaredAt","type":"instant"},{"name":"lines","type":"list","fields":[{"name":"qty","type":"number"}]}]}
        """;

    public const string ChannelThresholds = """
        {"kind":"decisionTable","key":"channel-thresholds","facts":"parcel","hitPolicy":"first",
         "inputs":[{"expression":"hs"},{"expression":"value"},{"expression":"grade"},{"expression":"licensed"}],
         "outputs":[{"name":"channel","type":"text","values":["green","red"],"default":"\"red\""},{"name":"ratio","type":"number"}],
         "rows":[{"id":"R1","when":["starts with(?, \"8471\")","[100..500)","\"A\",\"B\"","-"],"then":["\"red\"","5"],
                  "note":"…","legalBasis":"…","from":"2026-01-01","to":null}]}
        """;

    public const string NegativeList = """
        {"kind":"list","key":"trade-negative-list","facts":"declaration","forEach":"goods",
         "columns":[{"field":"hsCode","match":"prefix"},{"field":"name","match":"keyword"},{"field":"originCountry","match":"equals"}],
         "effects":["prohibit","licence","warn"],
         "entries":[{"id":"N1","values":["9301",null,null],"effect":"prohibit","source":"…","from":"2016-01-01","to":null}]}
        """;

    public const string CreditGrade = """
        {"kind":"scorecard","key":"credit-grade","facts":"enterprise","base":60,
         "characteristics":[{"id":"C1","input":"violations12m","bins":[{"when":"0","points":10},{"when":"[1..3)","points":-5},{"when":">=3","points":-30}]}],
         "grades":[{"grade":"A","when":">=80"},{"grade":"B","when":"[60..80)"},{"grade":"C","when":"<60"}],
         "overrides":[{"id":"O1","when":"fraudConviction = true","grade":"D"}]}
        """;

    public const string Workflow = """
        {"kind":"workflow","key":"expression-rules","facts":"declaration","workflow":{"WorkflowName":"w",
         "Rules":[{"RuleName":"Large","Expression":"input1.totalValue > 5000","SuccessEvent":"review"}]}}
        """;

    public const string Script = """
        {"kind":"script","key":"freight-share","facts":"declaration","outputs":[{"name":"share","type":"number"}],
         "source":"function decide(facts) { return { share: facts.freight / facts.totalValue }; }"}
        """;

    public const string Clearance = """
        {"kind":"flow","key":"clearance","facts":"declaration","steps":[
          {"id":"negative","use":"trade-negative-list"},{"id":"credit","use":"credit-grade"},{"id":"tax","use":"tax-exemption"},
          {"id":"channel","use":"channel-thresholds"},{"id":"sampling","use":"sampling-ratios"}],
         "outcome":"if negative.effect = \"prohibit\" then \"prohibit\" else \"release\"",
         "cases":[{"id":"plain","facts":{"totalValue":320.00},"expect":{"outcome":"release"}}],
         "properties":[{"id":"P1","kind":"monotone","input":"grade","output":"ratio","direction":"nondecreasing"},
           {"id":"P2","kind":"implies","when":"negative.effect = \"prohibit\"","then":"outcome = \"prohibit\""},
           {"id":"P3","kind":"complete"},{"id":"P4","kind":"notLooserThan","key":"national/clearance"}]}
        """;

    public const string HangzhouOverlay = """
        {"kind":"overlay","key":"channel-thresholds","requires":{"credit":"credit-grade"},"rows":[{"id":"R1","when":["-","-","-","-"],"then":["\"green\"","2"]},
          {"id":"HZ1","when":["-",">=100","-","true"],"then":["\"red\"","3"],"before":"R1"}],"withdraw":["R9"]}
        """;

    public static TheoryData<string> All =>
        [Parcel, ChannelThresholds, NegativeList, CreditGrade, Workflow, Script, Clearance, HangzhouOverlay];

    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);
}
