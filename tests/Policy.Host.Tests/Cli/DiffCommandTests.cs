namespace Policy.Host.Tests.Cli;

public sealed class DiffCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Fact]
    public void A_limit_that_moved_gives_the_region_both_outcomes_and_a_witness()
    {
        var (old, rules) = (_cli.WriteContract(), _cli.Write("parcel.json", CommandLineRun.Parcel));
        var changed = _cli.Write("channel-thresholds.json", CommandLineRun.Thresholds.Replace("[100..500)", "[100..400)", StringComparison.Ordinal));

        Assert.Equal(1, _cli.Run("diff", Path.Combine(old, "channel-thresholds.json"), changed, "--rules", rules));

        Assert.Equal(
            """{"rows":{"added":[],"removed":[],"changed":[{"id":"R1","cells":[{"column":"value","before":"[100..500)","after":"[100..400)"}]}],"moved":[]},"decided":true,"regions":[{"when":{"date(declaredAt)":"[@\"2026-01-01\"..inf)","grade":"\"A\",\"B\"","hs":"starts with(?, \"8471\")","value":"[400..500)"},"before":{"channel":"green","ratio":5},"after":{"channel":"red","ratio":null},"rowsBefore":["R1"],"rowsAfter":[],"proved":true,"witness":{"hs":"8471","value":400,"weight":0,"grade":"A","licensed":false,"declaredAt":"2026-01-01T12:00:00+08:00","lines":[]}}]}""",
            Assert.Single(_cli.Lines));
    }

    [Fact]
    public void Rows_written_otherwise_that_decide_the_same_give_exit_code_0()
    {
        var changed = CommandLineRun.Thresholds.Replace("\"id\":\"R1\"", "\"id\":\"R9\"", StringComparison.Ordinal).Replace("\"[100..500)\"", "\">= 100 and ? < 500\"", StringComparison.Ordinal)
            .Replace(">= 100", "? >= 100", StringComparison.Ordinal);
        var old = _cli.WriteContract();
        _cli.Write("new/parcel.json", CommandLineRun.Parcel);
        var later = Path.GetDirectoryName(_cli.Write("new/channel-thresholds.json", changed))!;

        Assert.Equal(0, _cli.Run("diff", old, later));
        Assert.Contains("\"decided\":true,\"regions\":[]", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_set_of_regions_and_shows_no_difference_is_not_decided()
    {
        var rules = _cli.Write("parcel.json", CommandLineRun.Parcel);
        var old = _cli.Write("a/s.json", Script("facts.value > 100"));
        var later = _cli.Write("b/s.json", Script("!(facts.value <= 100)"));

        Assert.Equal(2, _cli.Run("diff", old, later, "--rules", rules));
        Assert.Contains("\"decided\":false,\"regions\":[]", _cli.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_without_a_common_document_are_unusable()
    {
        var old = _cli.WriteContract();
        Assert.Equal(2, _cli.Run("diff", old, old, "--key", "other"));
        Assert.NotEmpty(_cli.Error);
        Assert.Equal(2, _cli.Run("diff", old, "/nowhere"));
    }

    public void Dispose() => _cli.Dispose();

    private static string Script(string condition) =>
        $$"""{"kind":"script","key":"s","facts":"parcel","outputs":[{"name":"red","type":"boolean"}],"source":"function decide(facts) { return { red: {{condition}} }; }"}""";
}
