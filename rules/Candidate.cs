using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules;

/// <summary>A draft in its zone.</summary>
/// <param name="Rules">The compiled rules; null when there is an error.</param>
/// <param name="Document">The draft as it would apply, overlay composed; null when it cannot be read or composed.</param>
/// <param name="Problems">All findings of the draft itself; pointers are into the draft's own JSON.</param>
public sealed record Candidate(RuleSet? Rules, Document? Document, ImmutableArray<Diagnostic> Problems);
