using System.Reflection;
using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>Which build of the engine decides: two builds of the same identity give the same bytes.</summary>
public static class EngineBuild
{
    /// <summary>Version of the engine and the identities of the two modules that make up a decision, for example
    /// <c>1.0.0 3f2a9c1e 77aa01bc</c>.</summary>
    public static string Current { get; } =
        $"{Version(typeof(RuleSet).Assembly)} {Module(typeof(RuleSet).Assembly)} {Module(typeof(EngineBuild).Assembly)}";

    private static string Version(Assembly assembly) => assembly.GetName().Version!.ToString(3);

    // Builds are deterministic, so the id of a module stands for its content.
    private static string Module(Assembly assembly) => assembly.ManifestModule.ModuleVersionId.ToString("N")[..8];
}
