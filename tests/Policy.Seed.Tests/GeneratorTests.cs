using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Policy.Engine;
using Policy.Seed.Generator;

namespace Policy.Seed.Tests;

/// <summary>The generator: determinism, impossible identities, shares.</summary>
public sealed class GeneratorTests
{
    private const string Pinned = "3a571ad1727ee81686fadad4ef5c6bbf70acac5b93d5d1a06d3ea9173a243075";

    private static readonly DateOnly Day = new(2026, 11, 11);
    private static readonly DeclarationGenerator Generator = new();
    private static readonly RuleSet Rules = PackTests.Compile("hangzhou", Day).RuleSet!;
    private static readonly FactType Type = Rules.FactTypeOf("declaration")!;

    [Theory]
    [InlineData("normal")]
    [InlineData("double11")]
    [InlineData("fraud")]
    public void The_same_arguments_give_the_same_bytes_in_every_culture(string profile)
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var first = HashOf(Generator.Generate("hangzhou", 500, 42, profile, Day));
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            Assert.Equal(first, HashOf(Generator.Generate("hangzhou", 500, 42, profile, Day)));
            Assert.NotEqual(first, HashOf(Generator.Generate("hangzhou", 500, 43, profile, Day)));
            Assert.NotEqual(first, HashOf(Generator.Generate("qingdao", 500, 42, profile, Day)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void The_bytes_of_a_seed_are_the_same_on_every_run()
    {
        var hash = HashOf(Generator.GenerateSubmitted("hangzhou", 1000, 1, "normal", Day));
        Assert.True(hash == Pinned, hash);
    }

    [Theory]
    [InlineData("hangzhou", "normal", "2026-11-11")]
    [InlineData("qingdao", "double11", "2026-11-11")]
    [InlineData("guangzhou", "fraud", "2016-06-01")]
    public void Declarations_are_valid_facts_complete_and_submitted(string zone, string profile, string day)
    {
        var on = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.All(Generator.Generate(zone, 300, 7, profile, on), json => Assert.Empty(Facts.Read(Type, json).Problems));
        Assert.All(Generator.GenerateSubmitted(zone, 300, 7, profile, on), json => Assert.Empty(Facts.Read(Type, json, submitted: true).Problems));
    }

    [Fact]
    public void Numbers_are_unique_across_seeds_and_arrivals_are_in_order()
    {
        var parcels = Parse(Generator.Generate("hangzhou", 2000, 1, "double11", Day)).ToList();
        var other = Parse(Generator.Generate("hangzhou", 2000, 2, "double11", Day));
        var numbers = parcels.Concat(other).Select(p => p.GetProperty("declarationNo").GetString()).ToList();
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
        var times = parcels.Select(p => p.GetProperty("declaredAt").GetDateTimeOffset()).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, t => Assert.Equal(Day, DateOnly.FromDateTime(t.DateTime)));
        Assert.InRange(times.Count(t => t.Hour == 0), 2000 * 5 / 100, 2000 * 25 / 100);
    }

    [Fact]
    public void Identities_are_well_formed_but_cannot_exist()
    {
        var ids = Parse(Generator.Generate("hangzhou", 3000, 3, "normal", Day))
            .Where(p => p.TryGetProperty("buyer", out _))
            .Select(p => p.GetProperty("buyer").GetProperty("idNumber").GetString()!).ToList();
        Assert.NotEmpty(ids);
        Assert.All(ids, id =>
        {
            Assert.Matches("^99[0-9]{15}[0-9X]$", id);
            Assert.Equal(Identities.ResidentCheck(id), id[17]);
            Assert.True(DateOnly.TryParseExact(id[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), id);
        });
        var buyers = Enumerable.Range(0, 200_000).Select(Identities.ResidentId).ToHashSet();
        Assert.Equal(200_000, buyers.Count);
        Assert.Equal('X', Identities.ResidentCheck("11010519491231002"));
        Assert.Equal('3', Identities.CreditCodeCheck("91350100M000100Y4"));
    }

    [Theory]
    [InlineData("normal", 0.015, 0.5)]
    [InlineData("double11", 0.015, 0.65)]
    [InlineData("fraud", 0.10, 0.5)]
    public void Fraud_occurs_as_often_as_the_profile_says(string profile, double share, double imports)
    {
        const int Count = 20_000;
        var patterns = Parse(Generator.Generate("hangzhou", Count, 11, profile, Day)).Select(Pattern).OfType<string>().ToList();
        AssertBinomial(patterns.Count, Count, share);
        AssertBinomial(patterns.Count(p => p == "P1"), Count, share * imports * 0.5 / 1.5);
        AssertBinomial(patterns.Count(p => p == "P6"), Count, share * 0.05 / 1.5);
        Assert.True(patterns.Distinct().Count() >= 10);
    }

    [Fact]
    public void Modes_mismatches_and_standings_occur_in_their_shares()
    {
        var parcels = Parse(Generator.Generate("hangzhou", 20_000, 5, "normal", Day)).ToList();
        var exports = parcels.Where(p => p.GetProperty("direction").GetString() == "export").ToList();
        AssertBinomial(exports.Count, parcels.Count, 0.5);
        AssertBinomial(exports.Count(p => p.GetProperty("procedure").GetString() == "9610"), exports.Count, 0.45);
        AssertBinomial(exports.Count(p => !p.GetProperty("match").GetProperty("payment").GetBoolean()), exports.Count, 0.006);
        var advanced = parcels.Count(p => p.GetProperty("enterprise").GetProperty("certification").GetString() == "advanced");
        Assert.InRange(advanced / (double)parcels.Count, 0.26, 0.34);
        var discredited = parcels.Count(p => p.GetProperty("enterprise").GetProperty("discredit").GetString() != "none");
        Assert.InRange(discredited / (double)parcels.Count, 0.009, 0.022);
    }

    [Fact]
    public void The_register_holds_the_firms_of_the_declarations()
    {
        var register = Generator.Enterprises().ToDictionary(e => e.Code, e => e.Json, StringComparer.Ordinal);
        Assert.Equal(Firms.Count, register.Count);
        Assert.All(register.Values, json => Assert.Empty(Facts.Read(Rules.FactTypeOf("enterprise")!, System.Text.Encoding.UTF8.GetBytes(json)).Problems));
        Assert.All(Parse(Generator.Generate("hangzhou", 1000, 5, "normal", Day)), p =>
            Assert.Equal(register[p.GetProperty("enterprise").GetProperty("code").GetString()!], p.GetProperty("enterprise").GetRawText()));
    }

    [Theory]
    [InlineData("national", "2026-11-20")]
    [InlineData("hangzhou", "2026-11-11")]
    [InlineData("hangzhou", "2017-06-01")]
    public void Honest_parcels_meet_the_channel_that_their_label_expects(string zone, string day)
    {
        var on = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var rules = PackTests.Compile(zone, on).RuleSet!;
        var unexpected = new List<string>();
        foreach (var json in Generator.Generate(zone, 3000, 21, "normal", on))
        {
            var label = JsonDocument.Parse(json).RootElement.GetProperty("extra").GetProperty("label");
            if (label.GetProperty("pattern").ValueKind != JsonValueKind.Null) continue;
            var evaluation = rules.Evaluate("clearance", Facts.Read(rules.FactTypeOf("declaration")!, json).Facts!);
            Assert.Empty(evaluation.Faults);
            var channel = evaluation.Outputs.AsObject()["channel"].AsObject()["channel"].AsText();
            if (channel != label.GetProperty("expectedChannel").GetString())
                unexpected.Add($"{channel} {string.Join(' ', evaluation.Matched)} {System.Text.Encoding.UTF8.GetString(json.Span)}");
        }

        Assert.True(unexpected.Count == 0, string.Join(Environment.NewLine, unexpected.Take(5)));
    }

    [Theory]
    [InlineData("P1", "split")]
    [InlineData("P6", "negative")]
    public void Rules_catch_the_frauds_that_they_are_made_for(string pattern, string step)
    {
        var frauds = Generator.Generate("hangzhou", 12_000, 9, "fraud", Day)
            .Where(json => Pattern(JsonDocument.Parse(json).RootElement) == pattern).ToList();
        Assert.True(frauds.Count > 20, $"{frauds.Count}");
        foreach (var json in frauds)
        {
            var evaluation = Rules.Evaluate("clearance", Facts.Read(Type, json).Facts!);
            Assert.Empty(evaluation.Faults);
            var outputs = evaluation.Outputs.AsObject();
            Assert.Equal("red", outputs["channel"].AsObject()["channel"].AsText());
            var found = step == "split"
                ? outputs["split"].AsObject()["suspicious"].IsTrue
                : outputs["negative"].AsObject()["effect"] == Value.Text("prohibit");
            Assert.True(found, System.Text.Encoding.UTF8.GetString(json.Span));
        }
    }

    [Fact]
    public void It_streams_and_is_fast()
    {
        Assert.Single(Generator.Generate("hangzhou", int.MaxValue, 1, "normal", Day).Take(1));
        Generator.Generate("hangzhou", 2000, 1, "normal", Day).Count();
        var clock = Stopwatch.StartNew();
        Generator.Generate("hangzhou", 10_000, 2, "normal", Day).Count();
        TestContext.Current.TestOutputHelper?.WriteLine($"{10_000 / clock.Elapsed.TotalSeconds:0} declarations per second");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public void An_unknown_profile_is_refused() =>
        Assert.Throws<ArgumentException>(() => Generator.Generate("hangzhou", 1, 1, "carnival", Day));

    private static string? Pattern(JsonElement parcel) => parcel.GetProperty("extra").GetProperty("label").GetProperty("pattern").GetString();

    private static IEnumerable<JsonElement> Parse(IEnumerable<ReadOnlyMemory<byte>> parcels) =>
        parcels.Select(p => JsonDocument.Parse(p).RootElement);

    private static string HashOf(IEnumerable<ReadOnlyMemory<byte>> parcels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parcel in parcels) hash.AppendData(parcel.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Within four standard deviations: a sound generator fails once in 15,000 seeds, and the seeds are fixed.
    private static void AssertBinomial(int hits, int count, double share)
    {
        var deviation = 4 * Math.Sqrt(count * share * (1 - share));
        Assert.InRange(hits, (count * share) - deviation - 1, (count * share) + deviation + 1);
    }
}
