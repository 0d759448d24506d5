namespace Policy.Architecture.Tests;

/// <summary>The same question gets the same answer, today and in ten years: no clock, chance, culture or
/// surroundings.</summary>
public sealed class PurityTests
{
    private static readonly string[] Clock =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
    ];

    private static readonly string[] Chance =
        ["System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Random..ctor", "System.Random.get_Shared"];

    private static readonly string[] Surroundings =
    [
        "System.TimeProvider.get_System", "System.TimeZoneInfo.get_Local", "System.Environment.GetEnvironmentVariable",
        "System.Globalization.CultureInfo.get_CurrentCulture", "System.Globalization.CultureInfo.get_CurrentUICulture",
        "System.Security.Cryptography.RandomNumberGenerator.GetBytes", "System.Security.Cryptography.RandomNumberGenerator.Fill",
    ];

    [Fact]
    public void The_engine_uses_neither_clock_nor_chance_nor_surroundings() =>
        Assert.Empty(Part.Engine.Members.Intersect([.. Clock, .. Chance, .. Surroundings]));

    [Fact]
    public void The_engine_does_no_input_or_output() => Assert.DoesNotContain(Part.Engine.Types, static type =>
        type.StartsWith("System.Net.", StringComparison.Ordinal)
        || type is "System.Console" or "System.IO.File" or "System.IO.Directory" or "System.IO.FileStream"
            or "System.Diagnostics.Process");

    [Fact]
    public void The_store_is_given_the_time_and_makes_no_random_ids() =>
        Assert.Empty(Part.Rules.Members.Intersect([.. Clock, .. Chance]));
}
