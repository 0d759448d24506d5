namespace Policy.Host.Tests.Cli;

public sealed class TestCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Fact]
    public void Cases_beside_and_in_the_document_run()
    {
        var rules = _cli.WriteContract(CommandLineRun.Thresholds[..^1] + $$$""","cases":[{"id":"inside","facts":{{{CommandLineRun.Facts()}}},"expect":{"channel":"green"}}]}""");
        _cli.Write("rules/channel-thresholds.cases.json", $$$"""
            [{"id":"beside","facts":{{{CommandLineRun.Facts(value: 500)}}},"expect":{"channel":"red"}},
             {"id":"wrong","facts":{{{CommandLineRun.Facts()}}},"expect":{"channel":"red","ratio":5}}]
            """);

        Assert.Equal(1, _cli.Run("test", rules));

        Assert.Equal("2 passed, 1 failed", _cli.Lines[^1]);
        Assert.Contains("channel-thresholds.cases.json: wrong: /1/expect/channel: ", Assert.Single(_cli.Lines[..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public void No_case_passes_when_a_document_has_errors()
    {
        var rules = _cli.WriteContract(CommandLineRun.Thresholds.Replace("[100..500)", "[100..", StringComparison.Ordinal));

        Assert.Equal(1, _cli.Run("test", rules));
        Assert.Equal("0 passed, 1 failed", _cli.Lines[^1]);
    }

    [Fact]
    public void The_policy_packs_pass_in_every_release_they_are_part_of()
    {
        Assert.Equal(0, _cli.Run("check", Packs()));
        Assert.DoesNotContain(" error ", _cli.Output, StringComparison.Ordinal);

        Assert.Equal(0, _cli.Run("test", Packs()));
        Assert.Matches(@"^\d{3,} passed, 0 failed$", _cli.Lines[^1]);
    }

    [Fact]
    public void A_zone_of_the_policy_packs_decides_generated_declarations()
    {
        _cli.Run("generate", "--zone", "zhangjiagang", "--count", "20", "--seed", "3", "--complete");
        string[] eval = ["eval", "--rules", Packs(), "--key", "clearance", "--facts", "-"];

        Assert.Equal(0, _cli.RunOn(_cli.Output, [.. eval, "--zone", "zhangjiagang"]));
        Assert.Equal(20, _cli.Lines.Length);
        Assert.All(_cli.Lines, line => Assert.EndsWith("\"faults\":[]}", line, StringComparison.Ordinal));

        Assert.Equal(2, _cli.RunOn("", [.. eval, "--zone", "atlantis"]));
        Assert.Equal(2, _cli.RunOn("", eval));
        Assert.Contains("hangzhou", _cli.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private static string Packs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Policy.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "seed", "packs");
    }
}
