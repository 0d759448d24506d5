using System.Text.Json;

namespace Policy.Host.Tests.Cli;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly CommandLineRun _cli = new();

    [Theory]
    [InlineData("normal")]
    [InlineData("double11")]
    [InlineData("fraud")]
    public void The_same_seed_gives_the_same_bytes(string profile)
    {
        string[] args = ["generate", "--zone", "guangzhou", "--count", "200", "--seed", "7", "--profile", profile];

        Assert.Equal(0, _cli.Run(args));
        var first = _cli.Output;
        Assert.Equal(200, _cli.Lines.Length);
        Assert.All(_cli.Lines, line => Assert.Equal("guangzhou", JsonElement.Parse(line).GetProperty("zone").GetString()));

        _cli.Run(args);
        Assert.Equal(first, _cli.Output);

        _cli.Run("generate", "--zone", "guangzhou", "--count", "200", "--seed", "8", "--profile", profile);
        Assert.NotEqual(first, _cli.Output);
    }

    [Fact]
    public void What_the_platform_adds_is_left_out_unless_asked_for()
    {
        _cli.Run("generate", "--zone", "hangzhou", "--count", "1", "--seed", "1");
        Assert.False(JsonElement.Parse(_cli.Output).TryGetProperty("draw", out _));

        _cli.Run("generate", "--zone", "hangzhou", "--count", "1", "--seed", "1", "--complete");
        Assert.True(JsonElement.Parse(_cli.Output).TryGetProperty("draw", out _));
    }

    public void Dispose() => _cli.Dispose();
}
