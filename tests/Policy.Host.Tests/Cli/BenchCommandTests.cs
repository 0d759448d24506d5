using System.Text.Json;

namespace Policy.Host.Tests.Cli;

public sealed class BenchCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Fact]
    public void Each_workload_gives_its_figures()
    {
        Assert.Equal(0, _cli.Run("bench", "--rows", "50", "--facts", "20"));

        var figures = _cli.Lines.Select(l => JsonElement.Parse(l)).ToList();
        Assert.Equal(
            ["table first", "table first with trace", "table collect", "table collect with trace", "clearance"],
            figures.Select(f => f.GetProperty("workload").GetString()));
        Assert.All(figures, f => Assert.True(f.GetProperty("nanosecondsPerDecision").GetDouble() > 0));
        Assert.All(figures.Take(4), f => Assert.Equal(50, f.GetProperty("rows").GetInt32()));
    }

    [Theory]
    [InlineData("--rows", "0")]
    [InlineData("--facts", "-3")]
    [InlineData("--rows", "many")]
    public void A_size_out_of_range_is_refused(string option, string size)
    {
        Assert.Equal(2, _cli.Run("bench", option, size));
        Assert.Contains(size, _cli.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();
}
