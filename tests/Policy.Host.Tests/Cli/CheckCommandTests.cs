namespace Policy.Host.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Fact]
    public void Documents_without_problems_give_no_line()
    {
        Assert.Equal(0, _cli.Run("check", _cli.WriteContract()));
        Assert.Empty(_cli.Output);
    }

    [Fact]
    public void Every_problem_gives_a_line_with_file_pointer_code_and_severity()
    {
        var rules = _cli.WriteContract(CommandLineRun.Thresholds
            .Replace("[100..500)", "[100..", StringComparison.Ordinal)
            .Replace("\\\"A\\\",\\\"B\\\"", "\\\"Z\\\"", StringComparison.Ordinal));
        _cli.Write("rules/deep/broken.json", "{");

        Assert.Equal(1, _cli.Run("check", rules));

        var file = Path.Combine(rules, "channel-thresholds.json");
        Assert.Contains(_cli.Lines, l => l.StartsWith($"{file}: /rows/0/when/1: PE", StringComparison.Ordinal) && l.Contains(" error ", StringComparison.Ordinal));
        Assert.Contains(_cli.Lines, l => l.StartsWith($"{file}: /rows/0/when/2: PE", StringComparison.Ordinal));
        Assert.Contains(_cli.Lines, l => l.StartsWith($"{Path.Combine(rules, "deep", "broken.json")}: : PE1001 error ", StringComparison.Ordinal));
    }

    [Fact]
    public void Messages_come_in_chinese_on_request()
    {
        var rules = _cli.WriteContract(CommandLineRun.Thresholds.Replace("\"note\"", "\"notte\"", StringComparison.Ordinal));

        Assert.Equal(1, _cli.Run("check", rules, "--lang", "zh-CN"));
        Assert.Matches(@"/rows/0/notte: PE\d{4} error .*[\u4e00-\u9fff]", Assert.Single(_cli.Lines));
    }

    [Theory]
    [InlineData("en", "The script runs compiled.", "`/^84/` in line 1 is not compiled")]
    [InlineData("zh-CN", "脚本已编译运行。", "第 1 行的 `/^84/` 无法编译")]
    public void Beside_the_result_scripts_say_how_they_run(string language, string compiled, string interpreted)
    {
        var rules = _cli.WriteContract();
        var quick = _cli.Write("rules/quick.json", Script("quick", "function decide(facts) { return { x: facts.value > 5 }; }"));
        var slow = _cli.Write("rules/slow.json", Script("slow", "function decide(facts) { return { x: /^84/.test(facts.hs) }; }"));

        Assert.Equal(0, _cli.Run("check", rules, "--lang", language));
        Assert.Empty(_cli.Output);
        Assert.Contains($"{quick}: {compiled}", _cli.Error, StringComparison.Ordinal);
        Assert.Contains(_cli.Error.Split('\n'), l => l.StartsWith($"{slow}: ", StringComparison.Ordinal) && l.Contains(interpreted, StringComparison.Ordinal));
    }

    private static string Script(string key, string source) =>
        $$"""{"kind":"script","key":"{{key}}","facts":"parcel","outputs":[{"name":"x","type":"boolean"}],"source":"{{source}}"}""";

    [Fact]
    public void Warnings_do_not_fail()
    {
        var rules = _cli.WriteContract(CommandLineRun.Thresholds.Replace("\"from\":\"2026-01-01\",\"to\":null}", "\"from\":\"2026-01-01\",\"to\":\"2025-01-01\"}", StringComparison.Ordinal));

        var exitCode = _cli.Run("check", rules);

        var severities = _cli.Lines.Select(l => l.Split(' ')[3]).ToList();
        Assert.NotEmpty(severities);
        Assert.Equal(severities.Contains("error") ? 1 : 0, exitCode);
    }

    [Fact]
    public void An_overlay_is_composed_with_the_document_given_before_it()
    {
        var national = _cli.WriteContract();
        var overlay = _cli.Write("zone/channel-thresholds.json", """{"kind":"overlay","key":"channel-thresholds","withdraw":["R1"]}""");
        var wrong = _cli.Write("wrong/channel-thresholds.json", """{"kind":"overlay","key":"channel-thresholds","withdraw":["R9"]}""");

        Assert.Equal(0, _cli.Run("check", national, overlay));
        Assert.Equal(1, _cli.Run("check", national, wrong));
        Assert.Contains("R9", Assert.Single(_cli.Lines), StringComparison.Ordinal);
        Assert.StartsWith(wrong, _cli.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "/nowhere/at/all")]
    [InlineData("chekc", "x")]
    [InlineData("check", ".", "--lang", "fr")]
    [InlineData("eval", "--rules", ".")]
    [InlineData("generate", "--zone", "atlantis", "--count", "1", "--seed", "1")]
    [InlineData("generate", "--zone", "hangzhou", "--count", "-1", "--seed", "1")]
    [InlineData("generate", "--zone", "hangzhou", "--count", "1", "--seed", "1", "--day", "11/11/2026")]
    public void Unusable_arguments_give_exit_code_2_and_say_why(params string[] args)
    {
        Assert.Equal(2, _cli.Run(args));
        Assert.NotEmpty(_cli.Error);
        Assert.Empty(_cli.Output);
    }

    [Fact]
    public void A_folder_without_documents_is_unusable()
    {
        var empty = Path.GetDirectoryName(_cli.Write("empty/readme.txt", ""))!;

        Assert.Equal(2, _cli.Run("check", empty));
    }

    public void Dispose() => _cli.Dispose();
}
