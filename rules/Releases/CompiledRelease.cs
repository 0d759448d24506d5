using Policy.Engine;

namespace Policy.Rules.Releases;

/// <summary>A release in the form that decides.</summary>
/// <param name="Release">The release.</param>
/// <param name="Rules">Its compiled documents.</param>
public sealed record CompiledRelease(Release Release, RuleSet Rules);
