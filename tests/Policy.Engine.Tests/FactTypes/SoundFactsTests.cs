using System.Text;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Tests.FactTypes;

/// <summary>Facts read in one pass are those that the reader which names problems reads.</summary>
public sealed class SoundFactsTests
{
    private static readonly FactType Shipment = RuleSet.Compile([DocumentJson.Read("""
        {"kind":"factType","key":"shipment","fields":[
          {"name":"no","type":"text","maxLength":8},
          {"name":"grade","type":"text","values":["A","B","甲"],"ordered":true,"optional":true},
          {"name":"value","type":"number","minimum":0,"maximum":1000},
          {"name":"licensed","type":"boolean","optional":true},
          {"name":"soldOn","type":"date","optional":true},
          {"name":"declaredAt","type":"instant","optional":true},
          {"name":"wait","type":"duration","optional":true},
          {"name":"lines","type":"list","minItems":1,"maxItems":3,"fields":[{"name":"qty","type":"number"},{"name":"名称","type":"text","optional":true}]},
          {"name":"tags","type":"list","items":"text","optional":true},
          {"name":"buyer","type":"object","fields":[{"name":"id","type":"text"}],"optional":true},
          {"name":"draw","type":"number","provided":true,"optional":true},
          {"name":"extra","type":"object","optional":true}]}
        """u8.ToArray()).Document!,
        DocumentJson.Read("""{"kind":"scorecard","key":"s","facts":"shipment","base":1,"grades":[{"grade":"A","when":"-"}]}"""u8.ToArray()).Document!]).RuleSet!.FactTypeOf("s")!;

    private static readonly string[] Sound =
    [
        """{"no":"HZ1","grade":"A","value":320.10,"licensed":true,"soldOn":"2026-11-01","declaredAt":"2026-11-11T00:00:03+08:00","wait":"PT45M","lines":[{"qty":2}],"tags":["a",""],"buyer":{"id":"x"},"draw":0.5,"extra":{"any":[1,"x",null,{"deep":true}]}}""",
        """{"lines":[{"名称":"T恤衫","qty":2},{"qty":-0.00}],"value":0,"no":"HZ"}""",
        """ { "no" : "A\"\u676d\n" , "value" : 1000 , "grade" : "甲" , "lines" : [ { "qty" : 7.8088235294117647058823529 } ] , "draw" : null } """,
        """{"no":"","value":12,"lines":[{"qty":1},{"qty":2},{"qty":3}],"declaredAt":"2026-11-10T16:00:03Z","extra":{}}""",
        """{"no":"1","value":12,"lines":[{"qty":1}],"declaredAt":"2026-11-10T16:00:03.25-09:30","soldOn":null,"wait":"P2DT3H","tags":[]}""",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sound_facts_are_read_in_one_pass_and_the_same(bool submitted)
    {
        foreach (var json in Sound)
        {
            var utf8 = Encoding.UTF8.GetBytes(json);
            var careful = Facts.ReadCarefully(Shipment, utf8, submitted);
            var one = SoundFacts.Read(Shipment, utf8, submitted);
            Assert.Equal(careful.Facts?.Content, one);
            Assert.Equal(!submitted || !json.Contains("\"draw\":0", StringComparison.Ordinal), one is not null);
        }
    }

    [Theory]
    [InlineData("2026-11-11T23:59:60Z")]
    [InlineData("2026-11-11T24:00:00Z")]
    [InlineData("2026-11-11t00:00:00Z")]
    [InlineData("2026-11-11T00:00:00z")]
    [InlineData("2026-11-11T00:00:00+14:00")]
    [InlineData("2026-11-11T00:00:00+14:01")]
    [InlineData("2026-11-11T00:00:00-00:00")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2024-02-29T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T00:00:00Z")]
    [InlineData("9999-01-01T00:00:00Z")]
    [InlineData("2026-11-11T00:00:00")]
    [InlineData("2026-11-11 00:00:00Z")]
    [InlineData("2026-11-11T00:00:00.1234567+08:00")]
    [InlineData("2026-11-11T00:00:00.12345678Z")]
    [InlineData("2026-11-11")]
    public void Instants_are_read_alike(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes($$"""{"no":"1","value":1,"lines":[{"qty":1}],"declaredAt":"{{text}}"}""");
        Assert.Equal(Facts.ReadCarefully(Shipment, utf8, submitted: false).Facts?.Content, Facts.Read(Shipment, utf8).Facts?.Content);
    }

    [Fact]
    public void What_is_cut_changed_or_put_together_is_never_read_otherwise()
    {
        var random = new Random(20261128);
        string[] pieces =
        [
            "\"", "\\", ",", ":", "{", "}", "[", "]", "null", "true", "1e2", "-", "0.", "00", "\0", "\u00e9", "\\u0000", "\\ud800", "\"no\":\"2\",",
            "\"value\":1,", "\"extra\":{\"a\":1,\"a\":2},", "\"2026-02-30\"", "\"2026-11-11T24:00:00+08:00\"", "\"2026-11-11T23:59:60Z\"", "T", "Z", "+14:01",
            "99999999999999999999999999999999", "\uFEFF", "/**/", "0001-01-01T00:00:00Z", "9999", " ", "1", "9",
        ];
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var json = Sound[random.Next(Sound.Length)];
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                var (at, cut) = (random.Next(json.Length), random.Next(3));
                var piece = random.Next(2) == 0 ? pieces[random.Next(pieces.Length)] : "";
                json = string.Concat(json.AsSpan(0, at), piece, json.AsSpan(Math.Min(json.Length, at + cut)));
            }

            var utf8 = Encoding.UTF8.GetBytes(json);
            if (random.Next(20) == 0) utf8[random.Next(utf8.Length)] = (byte)random.Next(256);
            if (SoundFacts.Read(Shipment, utf8, submitted: false) is not { } one) continue;
            read++;
            var careful = Facts.ReadCarefully(Shipment, utf8, submitted: false);
            Assert.True(careful.Facts is not null, $"{json}: {string.Join(" ", careful.Problems.Select(p => p.Message.En))}");
            Assert.Equal(careful.Facts.Content, one);
            Assert.Equal(ValueJson.ToUtf8(Value.Object(careful.Facts.Content)), ValueJson.ToUtf8(Value.Object(one)));
        }

        Assert.InRange(read, 1_000, 19_000);
    }
}
