using System.Collections.Immutable;
using Policy.Rules.Policies;

namespace Policy.Admin.Trials;

/// <summary>What a trial may put in place: a version that is approved and not in force, or a submitted draft.</summary>
/// <param name="Key">Key of the policy.</param>
/// <param name="Version">Number of the version; null for the draft.</param>
internal sealed record TrialCandidate(string Key, int? Version)
{
    /// <summary>Name in the page.</summary>
    public string Id => Version is { } version ? $"{Key}/{version}" : $"{Key}/draft";

    /// <summary>All that there are in a zone.</summary>
    public static ImmutableArray<TrialCandidate> Of(IEnumerable<PolicySummary> policies) => [.. policies.SelectMany(Of)];

    private static IEnumerable<TrialCandidate> Of(PolicySummary policy)
    {
        if (policy.CurrentVersion is { } newest && policy.InForceLayers.LastOrDefault() != new Layer(policy.Zone, newest))
            yield return new TrialCandidate(policy.Key, newest);
        if (policy.Draft is { State: DraftState.Submitted }) yield return new TrialCandidate(policy.Key, null);
    }
}
