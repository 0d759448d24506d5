using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Binding;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Regions;

/// <summary>Cells as sets of values.</summary>
internal static class CellSets
{
    /// <summary>Exactly the values for which the cell's test gives true. Null when the cell is opaque: it reads other fields,
    /// calls functions of the value, or its input has no axis.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input">Type of the values it tests.</param>
    public static ValueSet? Of(UnaryTests cell, DataType input) => Axis.Of(input) is { } axis ? Of(cell, axis) : null;

    /// <inheritdoc cref="Of(UnaryTests, DataType)"/>
    public static ValueSet? Of(UnaryTests cell, Axis axis)
    {
        if (cell.IsAny) return ValueSet.All(axis);
        if (!axis.Values.IsEmpty) return cell.ReadsNames ? null : Tried(cell, axis);
        var reading = new Reading(axis, cell.Dialect);
        var truth = reading.AnyOf(cell.Syntax.Items);
        return cell.Syntax.Negated ? truth?.False : truth?.True;
    }

    /// <summary>Where all values can be listed, the test itself says which are in the set.</summary>
    private static ValueSet? Tried(UnaryTests cell, Axis axis)
    {
        var frame = new Frame { Facts = Binder.NoFacts, Document = "" };
        var set = ValueSet.None(axis);
        foreach (var value in axis.Values.Prepend(Value.Null))
            if (cell.Test(frame, value) is true) set = set.Union(ValueSet.Of(axis, value));
        return frame.HasFaults ? null : set;
    }

    /// <summary>The values for which a test is true and those for which it is false; for the others it is neither.</summary>
    private sealed record Truth(ValueSet True, ValueSet False)
    {
        public Truth Not() => new(False, True);

        public Truth And(Truth other) => new(True.Intersect(other.True), False.Union(other.False));

        public Truth Or(Truth other) => new(True.Union(other.True), False.Intersect(other.False));
    }

    /// <summary>Reads tests and conditions on <c>?</c>; null whatever is not one of the pure forms.</summary>
    private sealed class Reading(Axis axis, Dialect dialect)
    {
        private readonly ValueSet _none = ValueSet.None(axis);

        public Truth? AnyOf(Nodes tests) => Joined(tests, Test, static (a, b) => a.Or(b));

        private Truth? Test(Node node) => node switch
        {
            Comparison comparison => Compared(comparison.Operator, comparison.Operand),
            Expressions.Syntax.Interval interval => Within(interval.Low, interval.LowIncluded, interval.High, interval.HighIncluded),
            Literal literal => Equal(literal.Value),
            _ => Condition(node) ?? (Constant(node) is { } value ? Equal(value) : null),
        };

        private Truth? Condition(Node node) => node switch
        {
            Junction junction => Joined(junction.Operands, Condition, junction.All ? (a, b) => a.And(b) : (a, b) => a.Or(b)),
            Binary { Left: InputValue } binary when Operators.IsComparison(binary.Operator) => Compared(binary.Operator, binary.Right),
            Binary { Right: InputValue } binary when Operators.IsComparison(binary.Operator) => Compared(Turned(binary.Operator), binary.Left),
            Between { Operand: InputValue } between => Within(between.Low, true, between.High, true),
            In { Operand: InputValue } within => AnyOf(within.Tests),
            Invocation call => Called(call, call.Arguments.Items),
            _ => null,
        };

        private Truth? Called(Invocation call, ImmutableArray<Node> arguments) => (call.Function, arguments) switch
        {
            ("not", [var operand]) => Condition(operand)?.Not(),
            ("starts with", [InputValue, var prefix]) when axis.Kind == ValueKind.Text => Constant(prefix) switch
            {
                null => null,
                { Kind: ValueKind.Text } text => Known(ValueSet.Prefix(axis, text.AsText())),
                _ => new Truth(_none, _none),
            },
            ("list contains", [var list, InputValue]) when Constant(list) is { Kind: ValueKind.List } items => Among(items.AsList()),
            _ => null,
        };

        private Truth? Joined(Nodes nodes, Func<Node, Truth?> read, Func<Truth, Truth, Truth> join)
        {
            Truth? joined = null;
            foreach (var node in nodes.Items)
            {
                if (read(node) is not { } truth) return null;
                joined = joined is null ? truth : join(joined, truth);
            }

            return joined;
        }

        private Truth? Compared(Operator op, Node operand)
        {
            if (Constant(operand) is not { } bound) return null;
            return op switch
            {
                Operator.Equal => Equal(bound),
                Operator.NotEqual => Equal(bound)?.Not(),
                _ => Order(op, bound),
            };
        }

        private Truth? Within(Node low, bool lowIncluded, Node high, bool highIncluded)
        {
            if (Constant(low) is not { } from || Constant(high) is not { } to) return null;
            var above = Order(lowIncluded ? Operator.GreaterOrEqual : Operator.Greater, from);
            var below = Order(highIncluded ? Operator.LessOrEqual : Operator.Less, to);
            return above is null || below is null ? null : above.And(below);
        }

        private Truth? Equal(Value value) => value.Kind switch
        {
            ValueKind.List when HasRange(value.AsList()) => null,
            ValueKind.List => Among(value.AsList()),
            ValueKind.Null => Of(ValueSet.Null(axis)),
            var kind when kind == axis.Kind => Of(ValueSet.Of(axis, value)),
            _ => null,
        };

        private static bool HasRange(ReadOnlySpan<Value> values)
        {
            foreach (var value in values)
                if (value.Kind == ValueKind.Range) return true;
            return false;
        }

        private Truth Among(ReadOnlySpan<Value> values)
        {
            var set = _none;
            foreach (var value in values) set = set.Union(ValueSet.Of(axis, value));
            return Of(set);
        }

        /// <summary>Order comparisons of absent values are neither true nor false.</summary>
        private Truth? Order(Operator op, Value bound)
        {
            if (bound.IsNull) return new Truth(_none, _none);
            if (bound.Kind != axis.Kind) return null;
            return Known(op switch
            {
                Operator.Less => ValueSet.Between(axis, Cut.Lowest, axis.Before(bound)),
                Operator.LessOrEqual => ValueSet.Between(axis, Cut.Lowest, axis.After(bound)),
                Operator.Greater => ValueSet.Between(axis, axis.After(bound), Cut.Highest),
                _ => ValueSet.Between(axis, axis.Before(bound), Cut.Highest),
            });
        }

        private Truth Of(ValueSet set) => new(set, set.Complement());

        private Truth Known(ValueSet set) => new(set, set.Union(ValueSet.Null(axis)).Complement());

        private static Operator Turned(Operator op) => op switch
        {
            Operator.Less => Operator.Greater,
            Operator.LessOrEqual => Operator.GreaterOrEqual,
            Operator.Greater => Operator.Less,
            Operator.GreaterOrEqual => Operator.LessOrEqual,
            _ => op,
        };

        /// <summary>The value of an expression that depends on nothing; null for any other.</summary>
        private Value? Constant(Node node)
        {
            if (node is Literal literal) return literal.Value;
            var session = new Session(new string(' ', node.Span.Start + node.Span.Length), null, dialect, new Reporter(""));
            return new Binder(NoNames, session).Bind(node).Constant;
        }

        private static readonly Scope NoNames = new(null, []);
    }
}
