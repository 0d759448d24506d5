using System.Text;
using Policy.Engine;

namespace Policy.Rules.Releases;

/// <summary>Reads drafts and compiles sets of documents that differ little from one to the next, as drafts and releases of the zones
/// do: what the last set had of the same documents is not compiled again, and the last draft not read again.</summary>
internal sealed class RuleCompiler
{
    private volatile RuleSet? _last;
    private volatile Draft? _draft;

    public Compilation Compile(IEnumerable<Document> documents)
    {
        var compilation = RuleSet.Compile(documents, _last);
        if (compilation.RuleSet is { } rules) _last = rules;
        return compilation;
    }

    /// <summary>Reads the text of a draft; from saving to approval the same text comes again and again.</summary>
    public DocumentReading Read(string json)
    {
        if (_draft is { } known && known.Json == json) return known.Reading;
        var reading = DocumentJson.Read(Encoding.UTF8.GetBytes(json));
        _draft = new Draft(json, reading);
        return reading;
    }

    private sealed record Draft(string Json, DocumentReading Reading);
}
