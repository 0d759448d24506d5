namespace Policy.Architecture.Tests;

/// <summary>Who may know whom: the table of the design.</summary>
public sealed class ReferenceTests
{
    private static readonly string[] Web = ["Microsoft.AspNetCore", "MudBlazor"];
    private static readonly string[] Jobs = ["Quartz"];

    public static TheoryData<string, string[]> MustNotKnow => new()
    {
        { "engine", [.. Web, .. Jobs, "Marten", "JasperFx", "Weasel", "Npgsql", "Microsoft.Extensions", "Policy."] },
        { "rules", [.. Web, .. Jobs, "Policy.Seed", "Policy.Admin", "Policy.Host"] },
        { "seed", [.. Web, .. Jobs, "Policy.Admin", "Policy.Host"] },
        { "admin", [.. Jobs, "Marten", "Npgsql", "Policy.Seed", "Policy.Host"] },
    };

    [Theory]
    [MemberData(nameof(MustNotKnow))]
    public void A_part_does_not_know_what_is_not_its_business(string folder, string[] forbidden)
    {
        var part = Part.All.Single(p => p.Folder == folder);

        var known = part.Assembly.GetReferencedAssemblies().Select(static name => name.Name!);

        Assert.DoesNotContain(known, name => forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_part_is_seen_by_the_host() => Assert.Superset(
        new HashSet<string> { "Policy.Engine", "Policy.Rules" },
        Part.Host.Assembly.GetReferencedAssemblies().Select(static name => name.Name!).ToHashSet());
}
