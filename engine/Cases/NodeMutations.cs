using System.Collections.Immutable;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Cases;

/// <summary>Small changes of cells and expressions, on the syntax tree.</summary>
internal static class NodeMutations
{
    /// <summary>All ways in which one place of the tree changes.</summary>
    public static IEnumerable<(MutationKind Kind, Node Node)> Of(Node node) => Own(node).Concat(Within(node));

    private static IEnumerable<(MutationKind Kind, Node Node)> Own(Node node) => node switch
    {
        Expressions.Syntax.Comparison c when Toggled(c.Operator) is { } other => [(MutationKind.OpenOrCloseBound, c with { Operator = other })],
        Binary b when Toggled(b.Operator) is { } other => [(MutationKind.OpenOrCloseBound, b with { Operator = other })],
        Binary { Operator: Operator.Equal } b => [(MutationKind.ChangeOperator, b with { Operator = Operator.NotEqual })],
        Binary { Operator: Operator.NotEqual } b => [(MutationKind.ChangeOperator, b with { Operator = Operator.Equal })],
        Junction junction => [(MutationKind.ChangeOperator, junction with { All = !junction.All })],
        Interval i =>
        [
            (MutationKind.OpenOrCloseBound, i with { LowIncluded = !i.LowIncluded }),
            (MutationKind.OpenOrCloseBound, i with { HighIncluded = !i.HighIncluded }),
        ],
        Literal { Value: { Kind: ValueKind.Boolean } value } => [(MutationKind.Negate, new Literal(Value.Boolean(!value.IsTrue)))],
        Literal literal => from step in (int[])[1, -1]
                           let moved = SmallestStep.Moved(literal.Value, step)
                           where moved is not null
                           select (MutationKind.ShiftBound, (Node)new Literal(moved.Value)),
        Tests { Items.Items.Length: > 1 } tests => Dropped(tests.Items, items => tests with { Items = items }),
        In { Tests.Items.Length: > 1 } within => Dropped(within.Tests, items => within with { Tests = items }),
        ListLiteral { Items.Items.Length: > 1 } list => Dropped(list.Items, items => list with { Items = items }),
        Invocation { Function: "starts with", Arguments.Items: [var text, Literal { Value: { Kind: ValueKind.Text } prefix }] } call
            when prefix.AsText().Length > 1 => [(MutationKind.ChangePrefix, call with { Arguments = Pair(text, prefix.AsText()[..^1]) })],
        _ => [],
    };

    private static IEnumerable<(MutationKind, Node)> Within(Node node) => node switch
    {
        Tests tests => All(tests.Items, items => tests with { Items = items }),
        Expressions.Syntax.Comparison c => One(c.Operand, n => c with { Operand = n }),
        Interval i => One(i.Low, n => i with { Low = n }).Concat(One(i.High, n => i with { High = n })),
        Binary b => One(b.Left, n => b with { Left = n }).Concat(One(b.Right, n => b with { Right = n })),
        Between b => One(b.Low, n => b with { Low = n }).Concat(One(b.High, n => b with { High = n })),
        In within => All(within.Tests, items => within with { Tests = items }),
        Junction junction => All(junction.Operands, items => junction with { Operands = items }),
        Invocation call => All(call.Arguments, items => call with { Arguments = items }),
        ListLiteral list => All(list.Items, items => list with { Items = items }),
        Negation negation => One(negation.Operand, n => negation with { Operand = n }),
        Conditional c => One(c.If, n => c with { If = n }).Concat(One(c.Then, n => c with { Then = n })).Concat(One(c.Else, n => c with { Else = n })),
        _ => [],
    };

    private static IEnumerable<(MutationKind, Node)> One(Node child, Func<Node, Node> put) => Of(child).Select(m => (m.Kind, put(m.Node)));

    private static IEnumerable<(MutationKind, Node)> All(Nodes children, Func<Nodes, Node> put) =>
        children.Items.SelectMany((child, i) => Of(child).Select(m => (m.Kind, put(children.Items.SetItem(i, m.Node)))));

    private static IEnumerable<(MutationKind, Node)> Dropped(Nodes items, Func<Nodes, Node> put) =>
        Enumerable.Range(0, items.Items.Length).Select(i => (MutationKind.DropValue, put(items.Items.RemoveAt(i))));

    private static ImmutableArray<Node> Pair(Node text, string prefix) => [text, new Literal(Value.Text(prefix))];

    private static Operator? Toggled(Operator op) => op switch
    {
        Operator.Less => Operator.LessOrEqual,
        Operator.LessOrEqual => Operator.Less,
        Operator.Greater => Operator.GreaterOrEqual,
        Operator.GreaterOrEqual => Operator.Greater,
        _ => null,
    };
}
