using System.Globalization;
using System.Text;
using Policy.Engine;
using Policy.Rules.Releases;

namespace Policy.Rules.Tests;

/// <summary>A small set of documents that decides clearance.</summary>
internal static class TestPolicies
{
    public const string Declaration = """
        {"kind":"factType","key":"declaration","fields":[
          {"name":"declarationNo","type":"text"},
          {"name":"zone","type":"text"},
          {"name":"declaredAt","type":"instant"},
          {"name":"enterprise","type":"object","fields":[
            {"name":"code","type":"text"},
            {"name":"name","type":"text","optional":true},
            {"name":"violations12m","type":"number","provided":true,"optional":true}]},
          {"name":"buyer","type":"object","optional":true,"fields":[
            {"name":"idNumber","type":"text","optional":true,"personal":true,"maxLength":32},
            {"name":"name","type":"text","optional":true,"personal":true}]},
          {"name":"totalValue","type":"number"},
          {"name":"draw","type":"number","provided":true,"optional":true},
          {"name":"extra","type":"object","optional":true}]}
        """;

    public const string Sampling = """
        {"kind":"decisionTable","key":"sampling-ratios","facts":"declaration","hitPolicy":"first",
         "inputs":[{"expression":"totalValue"}],"outputs":[{"name":"ratio","type":"number","default":"0"}],
         "rows":[{"id":"S1","when":["-"],"then":["0.02"]}]}
        """;

    public const string Flow = """
        {"kind":"flow","key":"clearance","facts":"declaration","steps":[
          {"id":"channel","use":"channel-thresholds"},{"id":"sampling","use":"sampling-ratios"}],
         "outcome":"if channel.channel = \"red\" then \"inspect\" else \"release\""}
        """;

    public static string[] Keys { get; } = ["declaration", "channel-thresholds", "sampling-ratios", "clearance"];

    /// <summary>Green up to a limit; a locked row sends whatever is above 10,000 to the red channel.</summary>
    public static string Channel(int limit, string extra = "") => string.Create(CultureInfo.InvariantCulture, $$"""
        {"kind":"decisionTable","key":"channel-thresholds","facts":"declaration","legalBasis":"Order 1","hitPolicy":"first",
         "inputs":[{"expression":"totalValue"}],"outputs":[{"name":"channel","type":"text","values":["green","red"]}],
         "rows":[
           {"id":"L1","when":["> 10000"],"then":["\"red\""],"locked":true},
           {"id":"R1","when":["<= {{limit}}"],"then":["\"green\""]},
           {"id":"R2","when":["-"],"then":["\"red\""],"note":"over the limit","legalBasis":"Order 2"}]{{extra}}}
        """);

    public static string Overlay(string row, int limit) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"kind":"overlay","key":"channel-thresholds","rows":[{"id":"{{row}}","when":["<= {{limit}}"],"then":["\"green\""]}]}
        """);

    public static string Case(int value, string channel) => string.Create(CultureInfo.InvariantCulture, $$"""
        ,"cases":[{"id":"C1","facts":{{Facts("N1", value)}},"expect":{"channel":"{{channel}}"} }]
        """);

    public static string Facts(string number, decimal value, string? draw = "0.5") => string.Create(CultureInfo.InvariantCulture, $$"""
        {"declarationNo":"{{number}}","zone":"hangzhou","declaredAt":"2026-11-11T00:00:03+08:00","enterprise":{"code":"33"},
         "buyer":{"idNumber":"990101199001011234","name":"张小明"},"totalValue":{{value}},"draw":{{draw ?? "null"}}}
        """);

    public static Document Read(string json)
    {
        var (document, problems) = DocumentJson.Read(Encoding.UTF8.GetBytes(json));
        return document ?? throw new InvalidDataException(string.Join("; ", problems));
    }

    public static CompiledRelease Compile(int number, params string[] documents)
    {
        var (rules, diagnostics) = RuleSet.Compile(documents.Select(Read));
        Assert.True(rules is not null, string.Join("; ", diagnostics));
        return new CompiledRelease(
            new Release(
                "hangzhou", number, DateTimeOffset.UnixEpoch, $"sha256:{number}",
                [.. documents.Select(d => new ReleaseEntry(Read(d).Key, [new("hangzhou", number)], ""))],
                ReleaseCause.Published, "approver", "", DateTimeOffset.UnixEpoch),
            rules!);
    }

    public static Facts Facts(this CompiledRelease release, string json)
    {
        var (facts, problems) = Engine.Facts.Read(release.Rules.FactTypeOf("clearance")!, Encoding.UTF8.GetBytes(json));
        Assert.True(facts is not null, string.Join("; ", problems));
        return facts!;
    }
}
