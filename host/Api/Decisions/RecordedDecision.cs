using System.Text;
using Policy.Engine;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Decisions;

/// <summary>A recorded decision with what it was decided by: enough to explain and to replay it.</summary>
internal sealed record RecordedDecision(DecisionRecord Record, CompiledRelease Release, Facts Facts)
{
    /// <summary>Finds it by declaration number.</summary>
    public static async Task<(RecordedDecision? Decision, ApiProblem? Problem)> Find(
        string declarationNo,
        DecisionLog log,
        ActiveReleases releases,
        CancellationToken cancellation)
    {
        if (await log.Find(declarationNo, cancellation) is not { } record)
        {
            return (null, ApiProblem.NotFound(
                "unknown-declaration", new LocalizedText($"没有清单编号 `{declarationNo}` 的决定。", $"There is no decision on declaration number `{declarationNo}`.")));
        }

        // What was decided must stay explainable: anything missing here is damage, not an answer.
        var release = await releases.Find(record.Zone, record.ReleaseNumber, cancellation)
            ?? throw new InvalidOperationException($"Release {record.ReleaseNumber} of {record.Zone}, by which {declarationNo} was decided, is missing.");
        var reading = Facts.Read(release.Rules.FactTypeOf(Clearance.Flow)!, Encoding.UTF8.GetBytes(record.Facts));
        return reading.Facts is { } facts
            ? (new RecordedDecision(record, release, facts), null)
            : throw new InvalidOperationException($"The recorded facts of {declarationNo} cannot be read: {reading.Problems[0].Pointer} {reading.Problems[0].Message.En}");
    }

    /// <summary>Decides again, by the same release on the same facts.</summary>
    public Decision Again(bool trace = false) => Clearance.Decide(Release, Facts, trace);
}
