using System.Collections.Concurrent;
using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Trials;

namespace Policy.Rules.Releases;

/// <summary>What a process decides with at one moment: immutable, exchanged whole.</summary>
internal sealed class ActiveZones(ImmutableDictionary<string, ActiveZone> zones)
{
    public static ActiveZones None { get; } = new(ImmutableDictionary.Create<string, ActiveZone>(StringComparer.Ordinal));

    public ImmutableArray<string> Deciding { get; } =
        [.. zones.Values.Where(z => z.Decides).Select(z => z.Zone.Key).Order(StringComparer.Ordinal)];

    public ImmutableArray<ActiveTrial> Trials { get; } = [.. zones.Values.Select(z => z.Trial).OfType<ActiveTrial>()];

    public ActiveZone? Zone(string key) => zones.GetValueOrDefault(key);

    public ActiveRelease? Find(string zone, int number) => Zone(zone)?.Releases.GetValueOrDefault(number);

    public CompiledRelease? InForce(string zone, DateTimeOffset at) =>
        zones.TryGetValue(zone, out var active) && active.Decides ? active.InForce(at) : null;

    /// <summary>True when nothing was added to the zones since.</summary>
    public bool Has(IReadOnlyList<ZoneState> states) =>
        states.Count == zones.Count && states.All(s => Zone(s.Id) is { } zone && zone.Zone == s.Zone && zone.Releases.Count == s.Releases && zone.Trial?.Trial.Number == s.Trial);

    /// <summary>Compiles what decides from now on.</summary>
    public void Warm(DateTimeOffset now)
    {
        foreach (var zone in zones.Values)
        {
            _ = zone.InForce(now);
            foreach (var release in zone.FromNowOn(now)) _ = release.Compiled;
            _ = zone.Trial?.Candidate;
        }
    }

    /// <summary>Why a release in force now or later does not decide; null when all do.</summary>
    public string? Trouble(DateTimeOffset now) => zones.Values
        .SelectMany(zone => zone.FromNowOn(now).Select(release => release.Trouble).Append(zone.Trial?.Trouble))
        .FirstOrDefault(trouble => trouble is not null);
}

/// <summary>A zone, its releases by number, and its trial that runs, if any.</summary>
internal sealed class ActiveZone(Zone zone, ImmutableSortedDictionary<int, ActiveRelease> releases, ActiveTrial? trial)
{
    private readonly Timeline _timeline = new(releases.Values.Select(r => r.Release));

    public Zone Zone => zone;

    public ImmutableSortedDictionary<int, ActiveRelease> Releases => releases;

    public ActiveTrial? Trial => trial;

    public bool Decides => zone.Status != ZoneStatus.Planned && !releases.IsEmpty;

    public CompiledRelease? InForce(DateTimeOffset at)
    {
        for (var i = _timeline.IndexInForce(at); i >= 0; i--)
        {
            if (releases[_timeline.Effective[i].Number].Compiled is { } compiled) return compiled;
        }

        return null;
    }

    public IEnumerable<ActiveRelease> FromNowOn(DateTimeOffset now) =>
        _timeline.Effective[Math.Max(0, _timeline.IndexInForce(now))..].Select(r => releases[r.Number]);
}

/// <summary>A release and its content, compiled when first needed.</summary>
internal sealed class ActiveRelease(Release release, CompiledContent content)
{
    private readonly Lazy<CompiledRelease?> _compiled = new(() =>
        content.Rules is { } rules ? new CompiledRelease(release, rules) : null);

    public Release Release => release;

    /// <summary>Null when it does not compile.</summary>
    public CompiledRelease? Compiled => _compiled.Value;

    /// <summary>Why it does not compile; null when it does or was not tried yet.</summary>
    public string? Trouble => content.Trouble is { } trouble
        ? $"Release {release.Id} does not compile: {trouble}"
        : null;
}

/// <summary>A trial and its candidate, compiled when first needed.</summary>
internal sealed class ActiveTrial(StoredTrial trial, CompiledContent content)
{
    private readonly Lazy<CompiledRelease?> _candidate = new(() =>
        content.Rules is { } rules ? new CompiledRelease(trial.Candidate, rules) : null);

    private volatile RunningTrial? _running;

    public StoredTrial Trial => trial;

    /// <summary>Null when it does not compile.</summary>
    public CompiledRelease? Candidate => _candidate.Value;

    /// <summary>Why it does not compile; null when it does or was not tried yet.</summary>
    public string? Trouble => content.Trouble is { } trouble ? $"The candidate of {trial.Id} does not compile: {trouble}" : null;

    /// <summary>The trial beside its live release; null when the candidate does not compile.</summary>
    public RunningTrial? Beside(CompiledRelease live) =>
        Candidate is null ? null : _running ??= new RunningTrial(trial, live, Candidate);
}

/// <summary>Compiled contents by content hash, shared by the releases that have the same.</summary>
internal sealed class CompiledContents(RuleCompiler compiler)
{
    private readonly ConcurrentDictionary<string, CompiledContent> _contents = new(StringComparer.Ordinal);

    public CompiledContent? Find(string hash) => _contents.GetValueOrDefault(hash);

    public CompiledContent Add(string hash, IEnumerable<Document> documents) =>
        _contents.GetOrAdd(hash, _ => new CompiledContent([.. documents], compiler));
}

/// <summary>A set of documents, compiled once when first needed.</summary>
internal sealed class CompiledContent
{
    private readonly Lazy<RuleSet?> _rules;
    private volatile string? _trouble;

    public CompiledContent(ImmutableArray<Document> documents, RuleCompiler compiler) => _rules = new(() => Compile(documents, compiler));

    private CompiledContent(string trouble)
    {
        _trouble = trouble;
        _rules = new((RuleSet?)null);
    }

    public RuleSet? Rules => _rules.Value;

    public string? Trouble => _trouble;

    public static CompiledContent Broken(string trouble) => new(trouble);

    private RuleSet? Compile(ImmutableArray<Document> documents, RuleCompiler compiler)
    {
        var (rules, diagnostics) = compiler.Compile(documents);
        if (rules is null)
        {
            var first = diagnostics.First(d => d.Severity == Severity.Error);
            _trouble = $"{first.Document}{first.Pointer}: {first.Message.En}";
        }

        return rules;
    }
}
