using Policy.Engine;

namespace Policy.Rules.Releases;

/// <summary>Compiles sets of documents that differ little from one to the next, as drafts and releases of the zones do:
/// what the last set had of the same documents is not compiled again.</summary>
internal sealed class RuleCompiler
{
    private volatile RuleSet? _last;

    public Compilation Compile(IEnumerable<Document> documents)
    {
        var compilation = RuleSet.Compile(documents, _last);
        if (compilation.RuleSet is { } rules) _last = rules;
        return compilation;
    }
}
