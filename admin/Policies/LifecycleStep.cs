using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Policies;

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
/// <param name="EffectiveFrom">When it is to take effect; null: at once.</param>
/// <param name="Waivers">Properties that need not hold.</param>
public sealed record LifecycleAnswer(string Comment, DateTimeOffset? EffectiveFrom, ImmutableArray<Waiver> Waivers);

/// <summary>A property of the draft that is not proved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Why">What refutes it; null when it is neither proved nor refuted.</param>
public sealed record UnprovedProperty(string Id, LocalizedText? Why);
