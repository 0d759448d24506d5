namespace Policy.Rules.Policies;

/// <summary>What stands for or against a draft before it is submitted or approved.</summary>
/// <param name="Check">Its check.</param>
/// <param name="Grounds">What the review is about; null when the check refuses.</param>
/// <param name="NeedsSimulation">True when there is something in force to compare with.</param>
/// <param name="Simulation">Hash of the newest simulation of exactly this draft; null when there is none.</param>
internal sealed record DraftReview(DraftCheck Check, ReviewGrounds? Grounds, bool NeedsSimulation, string? Simulation)
{
    /// <summary>Why it may not go on; null when it may.</summary>
    public Refusal? Refusal => Check.Refusal;
}
