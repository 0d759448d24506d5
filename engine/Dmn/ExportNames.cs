using System.Collections.Immutable;

namespace Policy.Engine.Dmn;

/// <summary>The names that documents get in a model: those under which others read or call them.</summary>
internal sealed class ExportNames
{
    private static readonly string[] Orderings = ["<", ">", "..", "between", "min", "max", "sort"];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Alias>> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly ImmutableArray<Document> _documents;

    public ExportNames(ImmutableArray<Document> documents)
    {
        _documents = documents;
        foreach (var (name, key) in documents.SelectMany(d => d.Functions))
        {
            _called.Add(key);
            _names.TryAdd(key, name);
        }

        foreach (var flow in documents.OfType<FlowDocument>())
            foreach (var step in flow.Steps) Read(step.Use, step.Id, step.When);
        foreach (var (name, key) in documents.SelectMany(d => d.Requires)) Read(key, name, null);
        foreach (var document in documents.Where(d => d is not FactTypeDocument)) _names.TryAdd(document.Key, NameOf(document));
    }

    public bool IsCalled(string key) => _called.Contains(key);

    public string Of(string key) => _names.GetValueOrDefault(key, key);

    /// <summary>The other names of a decision, each a decision that only repeats it.</summary>
    public IReadOnlyList<Alias> AliasesOf(string key) => _aliases.GetValueOrDefault(key) ?? [];

    /// <summary>Names under which a document calls others that are not theirs.</summary>
    public IEnumerable<string> Unnamed(Document document) => document.Functions.Where(f => Of(f.Value) != f.Key).Select(f => f.Key);

    /// <summary>The decisions that a document reads: those it requires; a flow its steps; and within a flow the steps
    /// that it names.</summary>
    /// <returns>Key, and the other name of it that is read, or null for its own.</returns>
    public IEnumerable<(string Key, string? Name)> RequiredBy(Document document)
    {
        var read = document.Requires.Select(r => (Name: r.Key, Key: r.Value));
        if (document is FlowDocument own) read = read.Concat(own.Steps.Select(s => (s.Id, s.Use)));
        foreach (var flow in _documents.OfType<FlowDocument>())
        {
            var earlier = flow.Steps.TakeWhile(s => s.Use != document.Key);
            if (flow.Steps.Any(s => s.Use == document.Key))
                read = read.Concat(earlier.Where(s => Mentions(document, s.Id)).Select(s => (s.Id, s.Use)));
        }

        return read.Select(r => (r.Key, Of(r.Key) == r.Name ? null : (string?)r.Name)).Distinct();
    }

    /// <summary>True when an expression of the document has the name in it.</summary>
    public static bool Mentions(Document document, string name) =>
        TextsOf(document).Any(t => t.Contains(name, StringComparison.Ordinal));

    /// <summary>True when the document may compare the field by its order: DMN compares texts by their letters.</summary>
    public static bool Orders(Document document, string name)
    {
        if (document is not DecisionTableDocument table) return TextsOf(document).Any(t => Orders(t, name));
        for (var i = 0; i < table.Inputs.Length; i++)
        {
            var column = i;
            if (table.Inputs[i].Expression.Trim() == name && table.Rows.Any(r => column < r.When.Length && Orders(r.When[column], ""))) return true;
        }

        return TextsOf(document).Any(t => Orders(t, name));
    }

    private static bool Orders(string text, string name) => text.Contains(name, StringComparison.Ordinal)
        && Orderings.Any(o => text.Contains(o, StringComparison.Ordinal));

    private static IEnumerable<string> TextsOf(Document document) => document switch
    {
        DecisionTableDocument d => d.Inputs.Select(i => i.Expression).Concat(d.Rows.SelectMany(r => r.When.Concat(r.Then)))
            .Concat(d.Outputs.Select(o => o.Default).OfType<string>()),
        ExpressionDocument d => [d.Expression],
        FlowDocument d => d.Steps.Select(s => s.When).Append(d.Outcome).OfType<string>(),
        _ => [],
    };

    private void Read(string key, string name, string? when)
    {
        // A step with a condition repeats its decision when the condition holds.
        if (when is null && _names.TryAdd(key, name)) return;
        if (when is not null) _names.TryAdd(key, name + " always");
        if (when is null && _names[key] == name) return;
        if (!_aliases.TryGetValue(key, out var aliases)) _aliases[key] = aliases = [];
        if (!aliases.Exists(a => a.Name == name)) aliases.Add(new Alias(name, when));
    }

    private static string NameOf(Document document) =>
        document is { Dialect: Dialect.Dmn, Title.En: { } title } ? title : document.Key.Replace('-', '_');

    /// <summary>Another name of a decision.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="When">The condition without which it is null; null: always.</param>
    internal sealed record Alias(string Name, string? When);
}
