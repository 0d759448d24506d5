namespace Policy.Host.Tests.Cli;

public sealed class AnalyzeCommandTests : IDisposable
{
    private const string Thresholds = """
        {"kind":"decisionTable","key":"channel-thresholds","facts":"parcel","hitPolicy":"first",
         "inputs":[{"expression":"value"},{"expression":"grade"}],"outputs":[{"name":"ratio","type":"number"}],
         "properties":[{"id":"P1","kind":"monotone","input":"grade","output":"ratio","direction":"nondecreasing"},{"id":"P2","kind":"complete"}],
         "rows":[{"id":"R1","when":["> 5000","<= \"B\""],"then":["5"]},{"id":"R2","when":["> 6000","\"A\""],"then":["7"]},
                 {"id":"R3","when":["> 5000","> \"B\""],"then":["4"]},{"id":"R4","when":["<= 5000","-"],"then":["1"]}]}
        """;

    private readonly CommandLineRun _cli = new();

    [Fact]
    public void Every_finding_gives_a_line_with_its_region_and_a_witness()
    {
        var rules = _cli.WriteContract(Thresholds);

        Assert.Equal(1, _cli.Run("analyze", rules));

        var file = Path.Combine(rules, "channel-thresholds.json");
        Assert.Equal(
        [
            $$"""{"file":"{{file}}","document":"channel-thresholds","code":"unreachable","severity":"warning","rows":["R2","R1"],"region":{"grade":"\"A\"","value":"(6000..inf)"},"proved":true,"witness":{"hs":"x","value":6001,"weight":0,"grade":"A","licensed":false,"declaredAt":"2026-01-01T12:00:00+08:00","lines":[]},"message":"The row `R2` never decides: `R1` always come first. Remove it or move it up."}""",
            $$"""{"file":"{{file}}","document":"channel-thresholds","code":"property","severity":"error","property":"P1","rows":["R1","R3"],"region":{"grade":"\"B\"","value":"(5000..6000]"},"proved":true,"witness":{"hs":"x","value":5001,"weight":0,"grade":"B","licensed":false,"declaredAt":"2026-01-01T12:00:00+08:00","lines":[]},"compared":{"hs":"x","value":5001,"weight":0,"grade":"C","licensed":false,"declaredAt":"2026-01-01T12:00:00+08:00","lines":[]},"message":"The property `P1` does not hold: from `\"B\"` to `\"C\",\"D\"` of `grade`, `ratio` goes the wrong way. Correct the rows."}""",
        ],
        _cli.Lines);
    }

    [Fact]
    public void Documents_with_nothing_to_mend_give_exit_code_0_and_such_with_errors_2()
    {
        Assert.Equal(0, _cli.Run("analyze", _cli.WriteContract()));
        Assert.Contains("The input `licensed` changes no outcome.", Assert.Single(_cli.Lines), StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("analyze", _cli.WriteContract(Thresholds.Replace("> 6000", "> 6000..", StringComparison.Ordinal))));
        Assert.NotEmpty(_cli.Error);
    }

    [Fact]
    public void The_policy_packs_have_no_finding_but_information()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Policy.sln"))) folder = folder.Parent!;

        Assert.Equal(0, _cli.Run("analyze", Path.Combine(folder.FullName, "seed", "packs")));
        Assert.All(_cli.Lines, l => Assert.Contains("\"severity\":\"information\"", l, StringComparison.Ordinal));
    }

    public void Dispose() => _cli.Dispose();
}
