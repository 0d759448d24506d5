namespace Policy.Rules.Audit;

/// <summary>An event of the store: who did what, when, and the hash of the event before it in its stream.</summary>
/// <param name="By">Account name of who acted.</param>
/// <param name="At">When it was recorded.</param>
public abstract record AuditedEvent(string By, DateTimeOffset At)
{
    /// <summary>Hash of the event before it in its stream, <c>sha256:…</c>; empty for the first.</summary>
    public string Previous { get; init; } = "";
}
