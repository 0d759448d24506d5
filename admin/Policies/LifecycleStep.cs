namespace Policy.Admin.Policies;

/// <summary>Where a policy stands.</summary>
public enum Stage
{
    /// <summary>Being edited.</summary>
    Draft,

    /// <summary>Waits for an approver.</summary>
    Submitted,

    /// <summary>The newest version waits to be published.</summary>
    Approved,

    /// <summary>The newest version is in force.</summary>
    Live,
}

/// <summary>A step that asks for a comment.</summary>
public enum LifecycleStep
{
    Submit,
    Approve,
    Reject,
    Publish,
}

/// <summary>What the officer answered.</summary>
/// <param name="Comment">The comment.</param>
/// <param name="EffectiveFrom">When publishing takes effect; null: at once.</param>
public sealed record LifecycleAnswer(string Comment, DateTimeOffset? EffectiveFrom);
