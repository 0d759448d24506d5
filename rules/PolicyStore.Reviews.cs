using System.Collections.Immutable;
using Marten;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules;

/// <summary>What waits for whom.</summary>
public sealed partial class PolicyStore
{
    /// <summary>What waits for people, over all zones.</summary>
    public async Task<ReviewQueue> ReviewQueue(CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var now = _clock.GetUtcNow();
        var drafts = await session.Query<PolicyState>()
            .Where(s => s.Draft != null && s.Draft.State != DraftState.Draft)
            .Select(s => new
            {
                s.Zone, s.Key, s.Draft!.State, s.Draft.Editors, s.Draft.SavedAt, s.Draft.Comment, s.Draft.Submission, s.OpenComments,
            })
            .ToListAsync(cancellation);
        var scheduled = await session.Query<Release>().Where(r => r.EffectiveFrom > now).ToListAsync(cancellation);
        return new ReviewQueue(
            [.. drafts.Select(d => new WaitingDraft(
                    d.Zone, d.Key, d.State, d.Editors, d.Submission?.At ?? d.SavedAt, d.Comment, d.Submission, d.OpenComments))
                .OrderBy(d => d.Since)],
            [.. scheduled.GroupBy(r => (r.Zone, r.EffectiveFrom)).Select(g => g.MaxBy(r => r.Number)!)
                .Where(r => r.Cause is ReleaseCause.Published or ReleaseCause.Withdrawn).OrderBy(r => r.EffectiveFrom)],
            [.. (await Zones(session, cancellation)).Where(z => z.Status == ZoneStatus.Planned)]);
    }

    /// <summary>What is missing before the submitted draft of a policy may be approved by anybody: its check, what it was submitted
    /// against, the simulation. Empty when nothing is, or nothing is submitted.</summary>
    public async Task<ImmutableArray<Refusal>> MissingForApproval(string zone, string key, CancellationToken cancellation)
    {
        await using var session = _store.QuerySession();
        var state = await session.LoadAsync<PolicyState>(PolicyState.Stream(zone, key), cancellation);
        if (state?.Draft?.Submission is not { } submission) return [];
        var review = await Review(
            session, state, submission.EffectiveFrom, submission.Grounds.Waivers, _clock.GetUtcNow(), cancellation);
        return [.. ApproveDraft.Missing(key, submission, review!)];
    }
}
