namespace Policy.Rules.Trials;

/// <summary>Stops a trial. Refused: <c>unknown-trial</c>, <c>trial-ended</c>, <c>invalid-text</c>, <c>role</c> unless approver, operator or,
/// in shadow, author.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Number">Number of the trial.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who stops it.</param>
public sealed record StopTrial(string Zone, int Number, string Comment, Actor By)
{
    internal static Result<TrialEnded> Decide(StoredTrial? trial, StopTrial command, DateTimeOffset now)
    {
        if (trial is null) return TrialRefusals.Unknown(command.Zone, command.Number);
        var shadow = trial.Mode == TrialMode.Shadow;
        if (command.By.Role is not (Role.Approver or Role.Operator) && !(shadow && command.By.Role == Role.Author))
            return Refusals.Role(command.By, shadow ? Role.Author : Role.Approver);
        if (!Comments.IsComment(command.Comment)) return Refusals.InvalidText;
        return trial.Status == TrialStatus.Running
            ? new TrialEnded(trial.Number, TrialStatus.Stopped, command.Comment, null, command.By.Name, now)
            : TrialRefusals.Ended(command.Zone, command.Number);
    }
}
