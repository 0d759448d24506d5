using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Rules.Releases;

/// <summary>A release in the form that decides.</summary>
/// <param name="release">The release.</param>
/// <param name="rules">Its compiled documents.</param>
public sealed class CompiledRelease(Release release, RuleSet rules)
{
    /// <summary>The release.</summary>
    public Release Release { get; } = release;

    /// <summary>Its compiled documents.</summary>
    public RuleSet Rules { get; } = rules;

    /// <summary>The reasons that its rows give.</summary>
    internal ReasonBook Reasons => field ??= new ReasonBook(this);
}
