using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Policy.Engine.Cases;
using Policy.Engine;

namespace Policy.Seed.Tests;

/// <summary>The packs in every zone on every day on which something changes.</summary>
public sealed partial class PackTests
{
    private static readonly ConcurrentDictionary<(string, DateOnly), Compilation> Compiled = new();

    public static TheoryData<string, DateOnly> ZonesAndDays()
    {
        var data = new TheoryData<string, DateOnly>();
        foreach (var zone in PolicyPacks.Zones)
            foreach (var day in PolicyPacks.Releases.Select(r => r.From).Distinct()) data.Add(zone.Key, day);
        return data;
    }

    [Theory]
    [MemberData(nameof(ZonesAndDays))]
    public void Compiles_without_findings(string zone, DateOnly day) => Assert.Empty(Compile(zone, day).Diagnostics);

    [Theory]
    [MemberData(nameof(ZonesAndDays))]
    public void All_cases_pass(string zone, DateOnly day)
    {
        var rules = Compile(zone, day).RuleSet!;
        var results = rules.Keys.SelectMany(key => CaseRun.Run(rules, key)).ToList();
        Assert.NotEmpty(results);
        var failing = results.Where(r => !r.Passed)
            .SelectMany(r => r.Differences.Select(d => $"{r.Document}/{r.Case} {d.Pointer}: {d.Message.En}"));
        Assert.True(!failing.Any(), string.Join(Environment.NewLine, failing));
    }

    [Fact]
    public void Every_document_but_fact_types_has_cases_titles_sources_and_a_legal_basis()
    {
        foreach (var document in PolicyPacks.Releases.SelectMany(r => r.Documents).Select(d => d.Document))
        {
            Assert.NotEmpty(document.Sources);
            if (document is FactTypeDocument) continue;
            Assert.True(document is OverlayDocument || document.Title is not null, document.Key);
            Assert.False(string.IsNullOrWhiteSpace(document.LegalBasis), document.Key);
            Assert.True(document is FlowDocument || !document.Cases.IsEmpty, document.Key);
        }
    }

    [Fact]
    public void Sources_are_rows_of_the_catalogue()
    {
        var sources = PolicyPacks.Releases.SelectMany(r => r.Documents).SelectMany(d => d.Document.Sources).ToHashSet();
        Assert.All(sources, source => Assert.Matches(CatalogueRow(), source));
        string[] core = ["H10", "H30", "H34", "Q53", "Q62", "Q63", "Q64", "Q65", "Q66", "G20", "ZS07", "ZF07", "ZF13", "ZS01", "ZS08",
            "ZS09", "Z07", "Q28", "G28", "H07", "H11", "H31", "H33", "H54", "H55", "H37", "G42", "G43", "G45", "G46"];
        Assert.Empty(core.Except(sources));
    }

    [Fact]
    public void Rows_of_decisions_that_people_read_have_notes()
    {
        var rows = PolicyPacks.Releases.SelectMany(r => r.Documents).Select(d => d.Document)
            .OfType<DecisionTableDocument>().SelectMany(d => d.Rows.Select(r => (d.Key, r.Id, r.Note)));
        Assert.DoesNotContain(rows, r => r.Note is not { ZhCn.Length: > 0, En.Length: > 0 });
    }

    [Fact]
    public void Releases_are_in_date_order_and_parents_come_first()
    {
        var releases = PolicyPacks.Releases;
        Assert.Equal(releases.OrderBy(r => r.From).Select(r => r.From), releases.Select(r => r.From));
        Assert.Equal("national", releases[0].Zone);
        Assert.Equal(PolicyPacks.Zones.Length, releases.Select(r => r.Zone).Distinct().Count());
    }

    [Fact]
    public void A_zone_that_nobody_knows_has_no_documents()
    {
        Assert.Empty(PolicyPacks.Documents("atlantis", new DateOnly(2026, 1, 1)));
        Assert.Empty(PolicyPacks.Documents("national", new DateOnly(2007, 12, 31)));
    }

    internal static Compilation Compile(string zone, DateOnly day) => Compiled.GetOrAdd(
        (zone, PolicyPacks.Releases.Select(r => r.From).Where(f => f <= day).Max()),
        key => RuleSet.Compile(PolicyPacks.Documents(key.Item1, key.Item2)));

    [GeneratedRegex("^(N|H|G|Q|Z|ZS|ZF|ZP)[0-9]{2}$")]
    private static partial Regex CatalogueRow();
}
