using System.Text;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Decisions;

/// <summary>A recorded decision with what it was decided by: enough to explain and to replay it.</summary>
/// <param name="Record">The record, its personal fields open: never for a view.</param>
/// <param name="Masked">The record, its personal fields masked.</param>
/// <param name="Release">The release that decided.</param>
/// <param name="Facts">The complete facts; null when personal fields among them were erased.</param>
internal sealed record RecordedDecision(
    DecisionRecord Record, DecisionRecord Masked, CompiledRelease Release, Facts? Facts)
{
    /// <summary>Finds it by declaration number.</summary>
    public static async Task<(RecordedDecision? Decision, ApiProblem? Problem)> Find(
        string declarationNo,
        DecisionLog log,
        ActiveReleases releases,
        CancellationToken cancellation)
    {
        if (await log.Find(declarationNo, cancellation) is not { } recorded)
        {
            return (null, ApiProblem.NotFound(
                "unknown-declaration",
                new LocalizedText(
                    $"没有清单编号 `{declarationNo}` 的决定。",
                    $"There is no decision on declaration number `{declarationNo}`.")));
        }

        var record = log.Open(recorded);
        // What was decided must stay explainable: anything missing here is damage, not an answer.
        var release = await releases.Find(record, cancellation)
            ?? throw Damage(record, $"release {record.ReleaseNumber} of {record.Zone} is missing");
        if (Replay.IsErased(record)) return (new RecordedDecision(record, log.Mask(recorded), release, null), null);
        var reading = Facts.Read(release.Rules.FactTypeOf(Clearance.Flow)!, Encoding.UTF8.GetBytes(record.Facts));
        var facts = reading.Facts ?? throw Damage(record, $"its facts cannot be read at {reading.Problems[0].Pointer}");
        return (new RecordedDecision(record, log.Mask(recorded), release, facts), null);
    }

    /// <summary>Decides again, by the same release on the same facts; null without facts.</summary>
    public Decision? Again(bool trace = false) => Facts is null ? null : Clearance.Decide(Release, Facts, trace);

    private static InvalidOperationException Damage(DecisionRecord record, string what) =>
        new($"The decision on {record.DeclarationNo} cannot be explained: {what}.");
}
