namespace Policy.Rules.Decisions;

/// <summary>The log could not record: the database did not answer after several tries. Whether the decision is durable is
/// not known; appending it again tells.</summary>
public sealed class DecisionLogUnavailable : Exception
{
    /// <summary>The log could not record, because of <paramref name="cause"/>.</summary>
    public DecisionLogUnavailable(Exception cause)
        : base("The decision log cannot be reached; nothing is answered as recorded that may not be.", cause)
    {
    }
}
