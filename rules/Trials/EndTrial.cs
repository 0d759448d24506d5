namespace Policy.Rules.Trials;

/// <summary>Ends a trial without a person: its time is over, a KPI left its band, or another release took effect. Refused:
/// <c>unknown-trial</c>, <c>trial-ended</c>; of hosts that do at once, one ends it.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Number">Number of the trial.</param>
/// <param name="Status">How it ends.</param>
/// <param name="Breach">The KPI that left its band; null when none did.</param>
public sealed record EndTrial(string Zone, int Number, TrialStatus Status, TrialBreach? Breach = null)
{
    /// <summary>Who is named as having ended it: no person.</summary>
    public const string By = "system";

    internal static Result<TrialEnded> Decide(StoredTrial? trial, EndTrial command, DateTimeOffset now) =>
        trial is null ? TrialRefusals.Unknown(command.Zone, command.Number)
        : trial.Status == TrialStatus.Running ? new TrialEnded(trial.Number, command.Status, "", command.Breach, By, now)
        : TrialRefusals.Ended(command.Zone, command.Number);
}
