using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Analysis;

/// <summary>A document under analysis, with what its expressions see.</summary>
internal sealed record Subject(RuleSet Rules, Document Document, Surroundings Surroundings, ItemScope Items)
{
    private readonly Dictionary<(int, string), UnaryTests> _cells = [];

    public FactType Facts => Surroundings.Facts;

    /// <summary>The subject of a key; null for a fact type, when the document does not run by itself but only within a flow, and when its
    /// expressions are not in the dialect whose cells are read as sets.</summary>
    public static Subject? Of(RuleSet rules, string key)
    {
        if (rules.Attempts.GetValueOrDefault(key) is not { Compiled: not null, Facts: { } facts, Document.Dialect: Dialect.Policy } attempt) return null;
        var surroundings = Surroundings.Of(facts, attempt.Requirements, attempt.Functions, null, attempt.Document);
        var forEach = attempt.Document switch
        {
            DecisionTableDocument table => table.ForEach,
            ListDocument list => list.ForEach,
            _ => null,
        };
        return new Subject(rules, attempt.Document, surroundings, surroundings.Items(forEach, new Reporter(""))!);
    }

    /// <summary>An expression of the document, which has no errors.</summary>
    public Expression Expression(string text) => Feel.Compile(text, Items.Scope, new Reporter(""))!;

    /// <summary>A cell of a column.</summary>
    public UnaryTests Cell(int column, string text, DataType input)
    {
        if (_cells.TryGetValue((column, text), out var cell)) return cell;
        return _cells[(column, text)] = Feel.CompileTests(text, input, Items.Scope, new Reporter(""))!;
    }

    /// <summary>Evaluates the document; what the result means is for who asks.</summary>
    public Evaluation Evaluate(Facts facts) => Rules.Evaluate(Document.Key, facts);
}
