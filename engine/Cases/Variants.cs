using System.Collections.Immutable;

namespace Policy.Engine.Cases;

/// <summary>Compiles variants of one document of a rule set, with the documents that it needs and no others.</summary>
internal sealed class Variants
{
    private readonly RuleSet _rules;
    private readonly string _key;
    private readonly ImmutableArray<Document> _needed;

    public Variants(RuleSet rules, string key)
    {
        (_rules, _key) = (rules, key);
        var needed = new Dictionary<string, Document>(StringComparer.Ordinal);
        Collect(key, needed);
        _needed = [.. needed.Where(n => n.Key != key).Select(n => n.Value)];
    }

    /// <summary>Null when the variant has an error. Cases and properties are left aside.</summary>
    public RuleSet? Compile(Document variant) =>
        RuleSet.Compile([.. _needed, variant with { Key = _key, Cases = [], Properties = [] }], _rules).RuleSet;

    private void Collect(string key, Dictionary<string, Document> needed)
    {
        if (_rules.Document(key) is not { } document || !needed.TryAdd(key, document)) return;
        if (document.Facts.Length > 0) Collect(document.Facts, needed);
        foreach (var other in document.Requires.Values.Concat(document.Functions.Values)) Collect(other, needed);
        if (document is FlowDocument flow)
            foreach (var step in flow.Steps) Collect(step.Use, needed);
    }
}
