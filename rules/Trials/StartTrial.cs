using System.Collections.Immutable;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules.Trials;

/// <summary>Starts a trial of versions and submitted drafts in place of what is in force in a zone. A canary takes approved versions
/// only, an approver, and all that publishing them now would take. Refused: <c>invalid</c> with a problem for each bad field,
/// <c>role</c> unless author (shadow only) or approver, <c>not-approved</c> for drafts of a canary, <c>trial-running</c>,
/// <c>nothing-in-force</c>, <c>not-submitted</c>, and as publishing: <c>unknown-zone</c>, <c>unknown-version</c>, <c>approval-void</c>,
/// <c>errors</c>, <c>cases-failing</c>, <c>property-failing</c>, <c>parent-locked</c>, <c>nothing-to-publish</c>.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Mode">What the candidate may do.</param>
/// <param name="Policies">Versions of the zone's own.</param>
/// <param name="Drafts">Keys of drafts, as they were submitted.</param>
/// <param name="Share">Share of the parcels, above 0 and at most 1.</param>
/// <param name="Bands">Where KPIs of the candidate have to stay; the trial stops when one does not.</param>
/// <param name="Until">When it ends by itself; null: when somebody stops it.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who starts it.</param>
public sealed record StartTrial(
    string Zone,
    TrialMode Mode,
    ImmutableArray<PolicyReference> Policies,
    ImmutableArray<string> Drafts,
    decimal Share,
    ImmutableArray<TrialBand> Bands,
    DateTimeOffset? Until,
    string Comment,
    Actor By)
{
    /// <summary>What can be said before anything is looked up; null when nothing is against it.</summary>
    internal static Refusal? Refuse(StartTrial command, DateTimeOffset now)
    {
        var canary = command.Mode == TrialMode.Canary;
        if (command.By.Role is not Role.Approver && (canary || command.By.Role is not Role.Author))
            return Refusals.Role(command.By, canary ? Role.Approver : Role.Author);
        if (TrialProblems.Of(command, now) is { IsEmpty: false } problems) return TrialRefusals.Invalid(problems);
        return canary && !command.Drafts.IsEmpty ? TrialRefusals.NotApproved(command.Drafts[0]) : null;
    }

    /// <summary>Whether the zone can have a trial now; null when it can.</summary>
    internal static Refusal? Refuse(StartTrial command, ZoneState? zone, Release? inForce) =>
        zone is null ? Refusals.UnknownZone(command.Zone)
        : zone.Trial is { } running ? TrialRefusals.Running(command.Zone, running)
        : inForce is null ? TrialRefusals.NothingInForce(command.Zone)
        : null;

    /// <summary>The trial of a release that publishing would make.</summary>
    internal static TrialStarted Decide(StartTrial command, ZoneState zone, Release inForce, Release planned, DateTimeOffset now)
    {
        var number = zone.Trials + 1;
        var trial = new StoredTrial(
            command.Zone,
            number,
            command.Mode,
            command.Share,
            new ReleaseMark(inForce.Number, inForce.Hash),
            planned with { Number = inForce.Number, Trial = number },
            command.Policies,
            command.Drafts,
            command.Bands,
            command.Until,
            command.Comment,
            command.By.Name,
            now);
        return new TrialStarted(trial, command.By.Name, now);
    }
}
