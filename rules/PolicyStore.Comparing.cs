using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Comparisons;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules;

/// <summary>What comparisons are of.</summary>
public sealed partial class PolicyStore
{
    /// <summary>Compiles one side in its own surroundings: a release as it is; a draft or version with what its zone has in force now, or
    /// with what is to come. Refused: <c>unknown-zone</c>, <c>unknown-side</c>, <c>errors</c>, each with the parameter to blame.</summary>
    internal async Task<Result<ComparedDocument>> Compared(
        string zone, string key, ComparedSide side, string parameter, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var here = side.Zone ?? zone;
        if (!await Exists(session, here, cancellation)) return ComparisonRefusals.UnknownZone(here, parameter);
        var now = _clock.GetUtcNow();
        var timeline = await Timeline(session, here, cancellation);
        var (rules, found) = side.Kind switch
        {
            SideKind.InForce => await Composed(timeline.InForce(now)),
            SideKind.Release => await Composed(timeline.All.FirstOrDefault(r => r.Number == side.Number)),
            SideKind.Draft => await Placed((await session.LoadAsync<PolicyState>(PolicyState.Stream(here, key), cancellation))?.Draft?.Json),
            _ => await Placed((await session.LoadAsync<PolicyVersion>(PolicyVersion.IdOf(here, key, side.Number), cancellation))?.Json),
        };
        if (rules?.Document(key) is { } document) return new ComparedDocument(rules, document);
        return found.IsEmpty
            ? ComparisonRefusals.UnknownSide(here, key, side, parameter)
            : ComparisonRefusals.Unsound(here, key, side, parameter, found);

        async Task<(RuleSet?, ImmutableArray<Diagnostic>)> Composed(Release? release)
        {
            var (rules, diagnostics) = _compiler.Compile(await Documents(session, release, cancellation));
            return (rules, rules is null ? Errors(diagnostics) : []);
        }

        async Task<(RuleSet?, ImmutableArray<Diagnostic>)> Placed(string? json)
        {
            if (json is null) return (null, []);
            var check = await Check(session, here, key, json, [], now, cancellation);
            return (check.Rules ?? check.Candidate.Rules, Errors(check.Candidate.Problems));
        }
    }

    private static ImmutableArray<Diagnostic> Errors(ImmutableArray<Diagnostic> found) => [.. found.Where(d => d.Severity == Severity.Error)];
}
