using PublicApiGenerator;

namespace Policy.Architecture.Tests;

/// <summary>What other programs build on changes only on purpose.</summary>
public sealed class PublicApiTests
{
    private const string Approved = "engine/PublicApi.txt";

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = [],
        ExcludeAttributes = ["System.Runtime.CompilerServices.IsReadOnlyAttribute"],
    };

    [Fact]
    public void The_public_api_of_the_engine_is_the_approved_one()
    {
        var actual = Part.Engine.Assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, actual);
        var approved = File.ReadAllText(Path.Combine(Sources.Root, Approved)).ReplaceLineEndings("\n");
        Assert.True(approved == actual, $"The public API changed. When that is meant, copy {received} to {Approved}.");
    }
}
