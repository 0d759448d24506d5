using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Dmn;

/// <summary>The document that an expression of the model becomes a part of.</summary>
/// <param name="Name">Name of the decision or business knowledge model.</param>
/// <param name="Key">Key of its document.</param>
/// <param name="Facts">Key of its fact type.</param>
/// <param name="Names">What its expressions may name: facts and required decisions.</param>
/// <param name="Requires">The decisions that it requires.</param>
/// <param name="At">Where it stands, for findings.</param>
internal sealed record Owner(
    string Name, string Key, string Facts, ImmutableArray<string> Names, ImmutableSortedDictionary<string, string> Requires, Reporter At)
{
    /// <summary>The documents that it calls; tables within its expressions are added.</summary>
    public Dictionary<string, string> Functions { get; } = new(StringComparer.Ordinal);

    public LocalizedText Title => new(Name, Name);

    public ImmutableSortedDictionary<string, string> Calls => Functions.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
