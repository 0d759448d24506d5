using System.Collections.Immutable;
using Marten;
using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules;

/// <summary>What simulations compare.</summary>
public sealed partial class PolicyStore
{
    /// <summary>Compiles what a request compares. Drafts are put in place as publishing them would, the releases of the zones
    /// below included. Refused: <c>unknown-zone</c>, <c>unknown-release</c>, <c>no-draft</c>, <c>errors</c>,
    /// <c>parent-locked</c>, <c>nothing-to-publish</c> when all drafts named are versions in force, <c>no-flow</c>.</summary>
    internal async Task<Result<SimulationSubject>> Subject(SimulationRequest request, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var zones = await Zones(session, cancellation);
        if (zones.All(z => z.Key != request.Zone)) return Refusals.UnknownZone(request.Zone);
        var timeline = await Timeline(session, request.Zone, cancellation);
        var at = request.Baseline?.At ?? _clock.GetUtcNow();

        var baseline = request.Baseline?.Release is { } number
            ? await Released(session, request.Zone, timeline, number, cancellation)
            : await Compiled(session, timeline.InForce(at) ?? Nothing(request.Zone), cancellation);
        if (!baseline.Succeeded) return baseline.Refusal;
        var subject = request.Candidate.Release is { } candidate
            ? await OfRelease(session, baseline.Value, timeline, candidate, cancellation)
            : await OfDrafts(session, zones, baseline.Value, request.Candidate.Drafts!.Value, at, cancellation);
        return subject is { Succeeded: true, Value.HasFlow: false } ? SimulationRefusals.NoFlow : subject;
    }

    private async Task<Result<SimulationSubject>> OfRelease(
        IQuerySession session, CompiledRelease baseline, Timeline timeline, int number, CancellationToken cancellation)
    {
        var candidate = await Released(session, baseline.Release.Zone, timeline, number, cancellation);
        if (!candidate.Succeeded) return candidate.Refusal;
        return new SimulationSubject(
            baseline,
            candidate.Value,
            candidate.Value.Release.Entries.ToImmutableSortedDictionary(e => e.Key, e => e.Hash, StringComparer.Ordinal));
    }

    private async Task<Result<SimulationSubject>> OfDrafts(
        IQuerySession session,
        ImmutableArray<Zone> zones,
        CompiledRelease baseline,
        ImmutableArray<string> keys,
        DateTimeOffset at,
        CancellationToken cancellation)
    {
        var zone = baseline.Release.Zone;
        var states = (await session.LoadManyAsync<PolicyState>(cancellation, [.. keys.Select(k => PolicyState.Stream(zone, k))]))
            .Where(s => s.Draft is not null || s.Versions > 0)
            .ToDictionary(s => s.Key, StringComparer.Ordinal);
        if (keys.FirstOrDefault(k => !states.ContainsKey(k)) is { } missing) return Refusals.NoDraft(missing);

        // A draft takes part as the version that its approval would make of it.
        var versions = states.ToImmutableSortedDictionary(
            s => s.Key, s => (int?)(s.Value.Draft is null ? s.Value.Versions : s.Value.Versions + 1), StringComparer.Ordinal);
        var drafts = states.Values.Where(s => s.Draft is not null).ToDictionary(s => s.Key, s => s.Draft!.Json, StringComparer.Ordinal);
        var change = new ReleaseChange(zone, at, versions, ReleaseCause.Published, "", "", at);
        var candidate = await Candidate(session, zones, change, drafts, cancellation);
        if (!candidate.Succeeded) return candidate.Refusal;
        var (planned, rules, authored) = candidate.Value;
        return new SimulationSubject(
            baseline,
            new CompiledRelease(planned.Release, rules),
            versions.ToImmutableSortedDictionary(
                v => v.Key, v => DocumentJson.Hash(authored(v.Key, new Layer(zone, v.Value!.Value))), StringComparer.Ordinal));
    }

    // Composes and compiles what publishing would make of a change, drafts (JSON by key) in the place of the versions they would become.
    private async Task<Result<PlannedCandidate>> Candidate(
        IQuerySession session,
        ImmutableArray<Zone> zones,
        ReleaseChange change,
        IReadOnlyDictionary<string, string> drafts,
        CancellationToken cancellation)
    {
        var readings = drafts.ToDictionary(d => d.Key, d => Read(d.Key, d.Value), StringComparer.Ordinal);
        if (readings.Values.SelectMany(r => r.Problems).ToImmutableArray() is { IsEmpty: false } problems)
            return Refusals.Errors(change.Zone, problems);
        var ground = await PlanGround(session, zones, change.Zone, change.At, change, cancellation);
        Document Authored(string key, Layer layer) =>
            layer.Zone == change.Zone && layer.Version == change.Versions.GetValueOrDefault(key) && readings.TryGetValue(key, out var reading)
                ? reading.Document!
                : ground.Authored(key, layer);
        var plan = ReleasePlan.Make(ground with { Authored = Authored }, change);
        if (!plan.Succeeded) return plan.Refusal;
        if (plan.Value.FirstOrDefault(p => p.Release.Zone == change.Zone && p.Release.EffectiveFrom == change.At) is not { } planned)
            return Refusals.NothingToPublish;

        var (rules, found) = _compiler.Compile(planned.Documents.Values);
        if (rules is not null) return new PlannedCandidate(planned, rules, Authored);
        return Refusals.Errors(change.Zone, [.. found.Where(d => d.Severity == Severity.Error).Select(d =>
            readings.TryGetValue(d.Document, out var reading)
                ? DraftCheck.InDraft(d, reading.Document!, planned.Documents[d.Document])
                : d)]);
    }

    private sealed record PlannedCandidate(PlannedRelease Planned, RuleSet Rules, Func<string, Layer, Document> Authored);

    private async Task<Result<CompiledRelease>> Released(
        IQuerySession session, string zone, Timeline timeline, int number, CancellationToken cancellation) =>
        timeline.All.FirstOrDefault(r => r.Number == number) is { } release
            ? await Compiled(session, release, cancellation)
            : Refusals.UnknownRelease(zone, number);

    private async Task<Result<CompiledRelease>> Compiled(
        IQuerySession session, Release release, CancellationToken cancellation)
    {
        var (rules, found) = _compiler.Compile(await Documents(session, release, cancellation));
        return rules is null
            ? Refusals.Errors(release.Zone, [.. found.Where(d => d.Severity == Severity.Error)])
            : new CompiledRelease(release, rules);
    }

    // Where no release is in force every parcel is decided closed.
    private static Release Nothing(string zone) => new(
        zone, 0, DateTimeOffset.MinValue, Composition.Hash([]), [], ReleaseCause.Inherited, "", "", DateTimeOffset.MinValue);

    private DocumentReading Read(string key, string json)
    {
        var reading = _compiler.Read(json);
        if (reading.Document is { } document && document.Key != key)
            return new DocumentReading(null, [DraftProblems.WrongKey(key, document.Key)]);
        return reading with
        {
            Problems = [.. reading.Problems.Select(p => p.Document.Length == 0 ? p with { Document = key } : p)],
        };
    }
}
