using Policy.Rules.Audit;

namespace Policy.Rules.Trials;

/// <summary>A candidate runs beside the live release.</summary>
public sealed record TrialStarted(StoredTrial Trial, string By, DateTimeOffset At) : AuditedEvent(By, At);

/// <summary>The trial is over.</summary>
/// <param name="Number">Number of the trial in its zone.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Comment">Why; empty when nobody said.</param>
/// <param name="Breach">The KPI that left its band; null when none did.</param>
/// <param name="By">Who ended it.</param>
/// <param name="At">When.</param>
public sealed record TrialEnded(
    int Number, TrialStatus Status, string Comment, TrialBreach? Breach, string By, DateTimeOffset At) : AuditedEvent(By, At);
