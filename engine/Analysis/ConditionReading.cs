using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Which truth of a condition is asked for; a condition may also be neither true nor false.</summary>
internal enum Wanted
{
    True,
    False,
    NotTrue,
    NotFalse,
}

/// <summary>Reads a condition into boxes that hold every point at which it has the wanted truth. The boxes are exact for
/// comparisons of inputs with constants and what logic makes of them; of other conditions it is only known that they are true or not.</summary>
/// <param name="subject">The document.</param>
/// <param name="builder">Where the inputs are collected.</param>
/// <param name="outputs">The outputs that the condition may name, with their values where these are constant; null: none.</param>
/// <param name="mark">Tells apart conditions that depend on more than the inputs.</param>
internal sealed class ConditionReading(
    Subject subject, SpaceBuilder builder, IReadOnlyDictionary<string, Value?>? outputs = null, string mark = "")
{
    private const int MostBoxes = 1_000;
    private static readonly ImmutableArray<ImmutableArray<Side>> Everywhere = [[]];

    /// <summary>The boxes, each as its sides; none when the condition never has that truth.</summary>
    public ImmutableArray<ImmutableArray<Side>> Of(string condition, Wanted wanted) => Of(Parsed(condition), wanted);

    private Node Parsed(string condition)
    {
        var named = outputs?.Select(o => new Symbol(o.Key, o.Value is { } value ? new DataType(value.Kind) : DataType.Any, static _ => Value.Null)) ?? [];
        return Feel.Compile(condition, new Scope(subject.Items.Scope, named), new Reporter(""))!.Syntax;
    }

    private ImmutableArray<ImmutableArray<Side>> Of(Node node, Wanted wanted) => node switch
    {
        Junction junction when junction.All == wanted is Wanted.True or Wanted.NotFalse => All(junction.Operands, wanted),
        Junction junction => [.. junction.Operands.Items.SelectMany(o => Of(o, wanted))],
        Invocation { Function: "not", Arguments.Items: [var operand] } => Of(operand, Opposite(wanted)),
        _ => Atom(node, wanted),
    };

    /// <summary>Where every operand has the truth.</summary>
    private ImmutableArray<ImmutableArray<Side>> All(Nodes operands, Wanted wanted)
    {
        var boxes = Everywhere;
        foreach (var operand in operands.Items)
        {
            var others = Of(operand, wanted);
            // To leave an operand out gives more than asked for, and never less.
            if (boxes.Length * others.Length <= MostBoxes) boxes = [.. boxes.SelectMany(b => others.Select(o => b.AddRange(o)))];
        }

        return boxes;
    }

    private ImmutableArray<ImmutableArray<Side>> Atom(Node node, Wanted wanted)
    {
        var test = Filled(node);
        var inputs = Inputs(test).DistinctBy(Printer.Print).ToList();
        if (inputs.Count == 0 && Constant(test) is { } known) return Is(known, wanted) ? Everywhere : [];
        if (inputs is [var input] && Truth(test, input) is var (dimension, yes, no))
        {
            var set = wanted switch { Wanted.True => yes, Wanted.False => no, Wanted.NotTrue => yes.Complement(), _ => no.Complement() };
            return [[builder.Use(dimension, set)]];
        }

        var text = Printer.Print(node) + mark;
        return wanted == Wanted.NotFalse ? Everywhere : [[builder.Condition(text, wanted == Wanted.True)]];
    }

    private (int Dimension, ValueSet Yes, ValueSet No)? Truth(Node test, Node input)
    {
        if (input is Name name && outputs?.ContainsKey(name.Text) == true) return null;
        if (Feel.Compile(Printer.Print(input), subject.Items.Scope, new Reporter("")) is not { Type: var type } || Axis.Of(type) is null) return null;
        var asked = Printer.Print(Replaced(test, n => n.Equals(input) ? new InputValue() : n));
        if (test.Equals(input)) asked = type.Kind == ValueKind.Boolean ? "true" : asked;
        if (Set(asked, type) is not { } yes) return null;
        var no = test.Equals(input) ? Set("false", type) : Set($"not({asked})", type);
        return no is null || builder.Input(subject, input, type) is not { } dimension ? null : (dimension, yes, no);
    }

    private ValueSet? Set(string cell, DataType type) =>
        Feel.CompileTests(cell, type, subject.Items.Scope, new Reporter("")) is { } tests ? CellSets.Of(tests, type) : null;

    /// <summary>The condition with the values of outputs put in.</summary>
    private Node Filled(Node node) => Replaced(node, n =>
        n is Name name && outputs?.GetValueOrDefault(name.Text) is { Kind: not (ValueKind.List or ValueKind.Object) } value ? new Literal(value) : n);

    private Value? Constant(Node node)
    {
        if (Feel.Compile(Printer.Print(node), new Scope(null, []), new Reporter("")) is not { } expression) return null;
        return expression.Evaluate(new Frame { Facts = Expressions.Binding.Binder.NoFacts, Document = "" });
    }

    private static bool Is(Value value, Wanted wanted) => wanted switch
    {
        Wanted.True => value.IsTrue,
        Wanted.False => value == Value.False,
        Wanted.NotTrue => !value.IsTrue,
        _ => value != Value.False,
    };

    private static Wanted Opposite(Wanted wanted) => wanted switch
    {
        Wanted.True => Wanted.False,
        Wanted.False => Wanted.True,
        Wanted.NotTrue => Wanted.NotFalse,
        _ => Wanted.NotTrue,
    };

    /// <summary>The names and paths that a simple condition reads.</summary>
    private static IEnumerable<Node> Inputs(Node node) => node switch
    {
        Name or Member => [node],
        _ => Children(node).SelectMany(Inputs),
    };

    private static ImmutableArray<Node> Children(Node node) => node switch
    {
        Binary binary => [binary.Left, binary.Right],
        Between between => [between.Operand, between.Low, between.High],
        In within => [within.Operand, .. within.Tests.Items],
        Comparison comparison => [comparison.Operand],
        Expressions.Syntax.Interval interval => [interval.Low, interval.High],
        Invocation call => call.Arguments.Items,
        ListLiteral list => list.Items.Items,
        Negation negation => [negation.Operand],
        Literal => [],

        // Whatever else reads more than one input can tell.
        _ => [new Name("?"), new Name("??")],
    };

    private static Node Replaced(Node node, Func<Node, Node> replace) => replace(node) is var other && !ReferenceEquals(other, node) ? other : node switch
    {
        Binary binary => binary with { Left = Replaced(binary.Left, replace), Right = Replaced(binary.Right, replace) },
        Between between => between with
        {
            Operand = Replaced(between.Operand, replace), Low = Replaced(between.Low, replace), High = Replaced(between.High, replace),
        },
        In within => within with { Operand = Replaced(within.Operand, replace), Tests = All(within.Tests, replace) },
        Comparison comparison => comparison with { Operand = Replaced(comparison.Operand, replace) },
        Expressions.Syntax.Interval interval => interval with { Low = Replaced(interval.Low, replace), High = Replaced(interval.High, replace) },
        Invocation call => call with { Arguments = All(call.Arguments, replace) },
        ListLiteral list => list with { Items = All(list.Items, replace) },
        Negation negation => negation with { Operand = Replaced(negation.Operand, replace) },
        _ => node,
    };

    private static Nodes All(Nodes nodes, Func<Node, Node> replace) => nodes.Items.Select(n => Replaced(n, replace)).ToImmutableArray();
}
