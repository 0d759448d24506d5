namespace Policy.Host.Tests.Cli;

public sealed class CoverageCommandTests : IDisposable
{
    private const string Cased = """
        {"kind":"decisionTable","key":"channel-thresholds","facts":"parcel","hitPolicy":"first",
         "inputs":[{"expression":"value"}],"outputs":[{"name":"ratio","type":"number"}],
         "rows":[{"id":"R1","when":["< 500"],"then":["5"]},{"id":"R2","when":["-"],"then":["1"]}],
         "cases":[{"id":"cheap","facts":{"hs":"84713000","value":200,"weight":1,"grade":"A","licensed":true,"declaredAt":"2026-11-11T00:00:00+08:00","lines":[]},"expect":{"ratio":5}}]}
        """;

    private readonly CommandLineRun _cli = new();

    [Fact]
    public void A_table_per_document_says_what_is_missing_and_the_last_line_sums_up()
    {
        Assert.Equal(1, _cli.Run("coverage", _cli.WriteContract(Cased), "--mutants"));
        Assert.Equal(
        [
            "channel-thresholds",
            "  row        1/2 (50 %)         no case: R2",
            "  limit      1/2 (50 %)         no case: R1 value above 500",
            "  mutant     3/8 (37.5 %)       0 equivalent, 0 not decided, 5 survived: R1 value < 500 → <= 500, R1 value < 500 → < 501, R1 value < 500 → < 499, R2 ratio 1 → 2, R2 dropped",
            "1 document(s): 1/2 (50 %) items decide, 1/2 (50 %) sides of limits tried, 3/8 (37.5 %) mutants killed",
        ],
        _cli.Lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere/cases.json")]
    public void A_place_where_no_file_can_be_written_is_named(string file)
    {
        var rules = _cli.WriteContract(Cased);
        Assert.Equal(2, _cli.Run("coverage", rules, "--key", "channel-thresholds", "--suggest", Path.Combine(Path.GetDirectoryName(rules)!, file)));
        Assert.Contains("folder", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cases_suggested_pass_and_leave_nothing_untried()
    {
        var rules = _cli.WriteContract(Cased);
        var file = _cli.Write("suggested.json", "");
        Assert.Equal(1, _cli.Run("coverage", rules, "--key", "channel-thresholds", "--mutants", "--suggest", file));
        var cases = File.ReadAllText(file);
        Assert.StartsWith("[\n  {\"id\":\"", cases, StringComparison.Ordinal);

        _cli.WriteContract(Cased.Replace("\"cases\":[", $"\"cases\":{cases.Trim()[..^1]},", StringComparison.Ordinal));
        Assert.Equal(0, _cli.Run("test", rules));
        Assert.Equal(0, _cli.Run("coverage", rules, "--mutants"));
    }

    [Fact]
    public void As_JSON_every_document_is_a_line_and_the_sums_are_the_last()
    {
        Assert.Equal(1, _cli.Run("coverage", _cli.WriteContract(Cased), "--json"));
        Assert.Equal(
        [
            """{"document":"channel-thresholds","measured":true,"decided":{"count":1,"total":2},"sides":{"count":1,"total":2},"items":[{"kind":"row","id":"R1","canDecide":true,"cases":["cheap"]},{"kind":"row","id":"R2","canDecide":true,"cases":[]}],"thresholds":[{"item":"R1","input":"value","bound":500,"below":["cheap"],"above":[]}]}""",
            """{"documents":1,"decided":{"count":1,"total":2},"sides":{"count":1,"total":2},"killed":{"count":0,"total":0}}""",
        ],
        _cli.Lines);
    }

    [Fact]
    public void A_key_that_is_not_there_and_documents_with_errors_are_refused()
    {
        Assert.Equal(2, _cli.Run("coverage", _cli.WriteContract(), "--key", "other"));
        Assert.Contains("There is no document with the key `other`", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("coverage", _cli.WriteContract(Cased.Replace("< 500", "< ", StringComparison.Ordinal))));
        Assert.NotEmpty(_cli.Error);
    }

    public void Dispose() => _cli.Dispose();
}
