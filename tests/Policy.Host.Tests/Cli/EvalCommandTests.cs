using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Policy.Host.Tests.Cli;

public sealed class EvalCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Fact]
    public void A_line_is_evaluated_in_the_form_of_the_contract()
    {
        var exitCode = Eval(CommandLineRun.Facts() + "\n");

        Assert.Equal(0, exitCode);
        Assert.Equal("""{"line":1,"outputs":{"channel":"green","ratio":5},"matched":["R1"],"faults":[]}""" + "\n", _cli.Output);
    }

    [Fact]
    public void Beside_the_results_a_script_says_how_it_runs()
    {
        var rules = _cli.WriteContract();
        var script = _cli.Write("rules/s.json", """
            {"kind":"script","key":"s","facts":"parcel","outputs":[{"name":"x","type":"number"}],
             "source":"function decide(facts) { return { x: facts.value }; }"}
            """);

        Assert.Equal(0, _cli.RunOn(CommandLineRun.Facts(), "eval", "--rules", rules, "--key", "s", "--facts", "-"));
        Assert.Single(_cli.Lines);
        Assert.Equal($"{script}: The script runs compiled.\n", _cli.Error);
    }

    [Fact]
    public void Defaults_apply_when_no_row_hits() =>
        Assert.Equal((0, """{"line":1,"outputs":{"channel":"red","ratio":null},"matched":[],"faults":[]}"""), (Eval(CommandLineRun.Facts(value: 500)), _cli.Lines[0]));

    [Fact]
    public void Bad_lines_are_answered_in_their_place_and_stop_nothing()
    {
        var exitCode = Eval($$"""
            {{CommandLineRun.Facts()}}
            {"hs":

            {"hs":1,"value":"x","weigt":2}
            {{CommandLineRun.Facts(grade: "Z")}}
            {{CommandLineRun.Facts(grade: "D")}}
            """);

        Assert.Equal(1, exitCode);
        var lines = _cli.Lines.Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6], lines.Select(l => l.GetProperty("line").GetInt32()));
        Assert.Equal([false, true, true, true, true, false], lines.Select(l => l.TryGetProperty("error", out _)));
        Assert.Equal("blank-line", lines[2].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(["/declaredAt", "/grade", "/hs", "/licensed", "/lines", "/value", "/weight", "/weigt"], Pointers(lines[3]).Order(StringComparer.Ordinal));
        Assert.Equal(["/grade"], Pointers(lines[4]));
    }

    [Fact]
    public void Trace_names_every_cell_that_was_tried()
    {
        Eval(CommandLineRun.Facts(value: 500), "--trace");

        var item = JsonElement.Parse(_cli.Lines[0]).GetProperty("trace")[0].GetProperty("items")[0];
        Assert.Equal("R1", item.GetProperty("id").GetString());
        Assert.False(item.GetProperty("hit").GetBoolean());
        Assert.Equal(["hs:True", "value:False"], item.GetProperty("cells").EnumerateArray().Select(c => $"{c.GetProperty("column")}:{c.GetProperty("holds")}"));
    }

    [Fact]
    public void Order_is_kept_over_many_blocks()
    {
        var facts = new StringBuilder();
        for (var i = 0; i < 20_000; i++) facts.Append(CommandLineRun.Facts(value: i % 1000)).Append('\n');

        Assert.Equal(0, Eval(facts.ToString()));

        var lines = _cli.Lines;
        Assert.Equal(20_000, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{{\"line\":{i + 1},"), lines[i], StringComparison.Ordinal);
            Assert.Equal(i % 1000 is >= 100 and < 500, lines[i].Contains("\"green\"", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Facts_come_from_a_file_too()
    {
        var facts = _cli.Write("facts.ndjson", CommandLineRun.Facts());

        Assert.Equal(0, _cli.Run("eval", "--rules", _cli.WriteContract(), "--key", "channel-thresholds", "--facts", facts));
        Assert.Single(_cli.Lines);
    }

    [Theory]
    [InlineData("channel-threshold", "channel-thresholds")]
    [InlineData("parcel", "There is no document `parcel` to evaluate")]
    public void An_unknown_key_is_refused_with_those_there_are(string key, string expected)
    {
        Assert.Equal(2, _cli.Run("eval", "--rules", _cli.WriteContract(), "--key", key, "--facts", "-"));
        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_with_errors_are_refused()
    {
        var rules = _cli.WriteContract(CommandLineRun.Thresholds.Replace("[100..500)", "[100..", StringComparison.Ordinal));

        Assert.Equal(2, _cli.RunOn(CommandLineRun.Facts(), "eval", "--rules", rules, "--key", "channel-thresholds", "--facts", "-"));
        Assert.Contains("channel-thresholds.json: /rows/0/when/1: PE", _cli.Error, StringComparison.Ordinal);
        Assert.Empty(_cli.Output);
    }

    [Fact]
    public void The_built_in_declaration_is_known()
    {
        var rules = _cli.Write("rules/value.json", """
            {"kind":"decisionTable","key":"value","facts":"declaration","inputs":[{"expression":"totalValue"}],
             "outputs":[{"name":"high","type":"boolean","default":"false"}],"rows":[{"id":"R1","when":[">5000"],"then":["true"]}]}
            """);
        _cli.Run("generate", "--zone", "hangzhou", "--count", "50", "--seed", "1", "--complete");

        Assert.Equal(0, _cli.RunOn(_cli.Output, "eval", "--rules", rules, "--key", "value", "--facts", "-"));
        Assert.Equal(50, _cli.Lines.Length);
    }

    [Fact]
    public void A_list_with_a_million_entries_checks_and_decides()
    {
        var list = new StringBuilder("""{"kind":"list","key":"big","facts":"parcel","columns":[{"field":"hs","match":"prefix"}],"effects":["prohibit"],"entries":[""");
        for (var i = 8_000_000; i < 9_000_000; i++)
            list.Append(CultureInfo.InvariantCulture, $"{(i == 8_000_000 ? "" : ",")}{{\"id\":\"N{i}\",\"values\":[\"{i}\"],\"effect\":\"prohibit\"}}");
        list.Append("]}");
        var rules = _cli.WriteContract();
        _cli.Write("rules/big.json", list.ToString());

        Assert.Equal(0, _cli.RunOn(CommandLineRun.Facts(), "eval", "--rules", rules, "--key", "big", "--facts", "-"));
        Assert.Contains("""{"effect":"prohibit","hits":[{"id":"N8471300","effect":"prohibit",""", _cli.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private int Eval(string facts, params string[] more) =>
        _cli.RunOn(facts, ["eval", "--rules", _cli.WriteContract(), "--key", "channel-thresholds", "--facts", "-", .. more]);

    private static IEnumerable<string> Pointers(JsonElement line) =>
        line.GetProperty("error").GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!);
}
