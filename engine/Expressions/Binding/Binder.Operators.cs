using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Arithmetic, comparison and logic.</summary>
internal sealed partial class Binder
{
    private static readonly ImmutableArray<ValueKind> Kinds = [.. Enum.GetValues<ValueKind>()];

    private Code BindNegation(Negation node)
    {
        var operand = Bind(node.Operand);
        if (!session.IsLenient && operand.Type is { IsKnown: true, Kind: not (ValueKind.Number or ValueKind.Duration or ValueKind.Months) })
            return session.Error(DiagnosticCode.TypeMismatch, Messages.Operand("-", operand.Type, DataType.Number),
                node.Span);
        var run = operand.Run;
        return Made(node, operand.Type, frame => Arithmetic.Negate(frame, run(frame)), operand);
    }

    private Code BindArithmetic(Binary node)
    {
        var (left, right) = (Bind(node.Left), Bind(node.Right));
        var op = node.Operator;
        var results = Candidates(left.Type)
            .SelectMany(l => Candidates(right.Type).Select(r => Arithmetic.Result(op, l, r)))
            .Where(k => k is not null).Distinct().ToList();
        if (results.Count == 0 && session.IsLenient) results.Add(null);
        if (results.Count == 0)
        {
            return session.Error(
                DiagnosticCode.TypeMismatch, Messages.Operands(Operators.Text(op), left.Type, right.Type), node.Span);
        }

        var (l, r) = (new Operand(left), new Operand(right));
        return Made(node, results is [{ } only] ? new DataType(only) : DataType.Any,
            frame =>
            {
                var (one, other) = (default(Value), default(Value));
                return Arithmetic.Apply(frame, op, in l.Read(frame, ref one), in r.Read(frame, ref other));
            },
            left, right);
    }

    /// <summary>The kinds a value of the type may have; null operands fit everything.</summary>
    private static ImmutableArray<ValueKind> Candidates(DataType type) => type.IsKnown ? [type.Kind!.Value] : Kinds;

    private Code BindComparison(Binary node)
    {
        var (left, right) = (Bind(node.Left), Bind(node.Right));
        var (l, r, op) = (new Operand(left), new Operand(right), node.Operator);
        CheckAllowed(right, node.Right, left.Type);
        CheckAllowed(left, node.Left, right.Type);
        if (op is Operator.Equal or Operator.NotEqual)
        {
            if (!Fits(left.Type, right.Type)) return Mismatch(node, left, right);
            return Decided(node, Equality(left, right, op == Operator.Equal), left, right);
        }

        if (Order(left.Type, right.Type) is not { } order) return Mismatch(node, left, right);
        if (right.Constant is { Kind: ValueKind.Number } number && !left.Type.Ordered)
        {
            var bound = number.AsNumber();
            return Decided(node, frame =>
            {
                var room = default(Value);
                ref readonly var value = ref l.Read(frame, ref room);
                return value.Kind == ValueKind.Number
                    ? Operators.Holds(op, value.Compared(bound))
                    : Compare(frame, value, number, order, op);
            }, left, right);
        }

        return Decided(node, frame =>
        {
            var (one, other) = (default(Value), default(Value));
            return Compare(frame, l.Read(frame, ref one), r.Read(frame, ref other), order, op);
        }, left, right);
    }

    /// <summary>What tells whether two operands are equal, or are not; the usual constants are compared without more ado.</summary>
    private static Func<Frame, bool?> Equality(Code left, Code right, bool wanted)
    {
        var (l, r) = (new Operand(left), new Operand(right));
        switch (right.Constant)
        {
            case { IsNull: true }:
                return frame =>
                {
                    var room = default(Value);
                    return l.Read(frame, ref room).IsNull == wanted;
                };
            case { Kind: ValueKind.Text } constant:
                var text = constant.AsText();
                return frame =>
                {
                    var room = default(Value);
                    ref readonly var value = ref l.Read(frame, ref room);
                    return value.Kind == ValueKind.Text
                        ? string.Equals(value.AsText(), text, StringComparison.Ordinal) == wanted
                        : Equality(frame, in value, in constant, wanted);
                };
            case { Kind: ValueKind.Number } constant:
                var number = constant.AsNumber();
                return frame =>
                {
                    var room = default(Value);
                    ref readonly var value = ref l.Read(frame, ref room);
                    return value.Kind == ValueKind.Number
                        ? value.Compared(number) == 0 == wanted
                        : Equality(frame, in value, in constant, wanted);
                };
            default:
                return frame =>
                {
                    var (one, other) = (default(Value), default(Value));
                    return Equality(frame, in l.Read(frame, ref one), in r.Read(frame, ref other), wanted);
                };
        }
    }

    private static bool? Equality(Frame frame, in Value left, in Value right, bool wanted) =>
        Operators.Equal(frame, in left, in right) is { } equal ? equal == wanted : null;

    private Code BindBetween(Between node)
    {
        var (operand, low, high) = (Bind(node.Operand), Bind(node.Low), Bind(node.High));
        CheckAllowed(low, node.Low, operand.Type);
        CheckAllowed(high, node.High, operand.Type);
        if (Order(operand.Type, low.Type) is not { } fromLow)
            return Mismatch("between", node.Span, operand.Type, low.Type);
        if (Order(operand.Type, high.Type) is not { } fromHigh)
            return Mismatch("between", node.Span, operand.Type, high.Type);
        var (o, l, h) = (operand.Run, low.Run, high.Run);
        return Made(node, DataType.Boolean, frame =>
        {
            var value = o(frame);
            var above = Compare(frame, value, l(frame), fromLow, Operator.GreaterOrEqual);
            var below = Compare(frame, value, h(frame), fromHigh, Operator.LessOrEqual);
            return Logic.Of(above & below);
        }, operand, low, high);
    }

    private Code BindIn(In node)
    {
        var operand = Bind(node.Operand);
        var test = AnyOf([.. node.Tests.Items.Select(t => BindTest(t, operand.Type))]);
        var run = operand.Run;
        return new Code(DataType.Boolean, frame => Logic.Of(test(frame, run(frame))));
    }

    private Code BindJunction(Junction node)
    {
        var word = node.All ? "and" : "or";
        var operands = node.Operands.Items.Select(Bind).ToArray();
        for (var i = 0; i < operands.Length; i++) RequireBoolean(operands[i], node.Operands.Items[i], word);
        var (truths, decisive) = (operands.Select(o => TruthOf(o, word)).ToArray(), !node.All);
        return Decided(node, frame =>
        {
            bool? result = !decisive;
            foreach (var each in truths)
            {
                var truth = each(frame);
                if (truth == decisive) return decisive;
                if (truth is null) result = null;
            }

            return result;
        }, operands);
    }

    private static bool? Compare(Frame frame, Value left, Value right, Ordering order, Operator op) =>
        order(frame, left, right) is { } sign ? Operators.Holds(op, sign) : null;

    /// <summary>How values of two types compare by order; null when they cannot.</summary>
    private Ordering? Order(DataType left, DataType right)
    {
        if (left.Ordered && right.Ordered && !left.SameValues(right)) return null;
        if (!Fits(left, right)) return null;
        if (session.IsLenient) return Operators.Natural;
        if (left.IsKnown && !Operators.HasOrder(left.Kind!.Value)) return null;
        if (right.IsKnown && !Operators.HasOrder(right.Kind!.Value)) return null;
        if (left.Ordered) return Operators.ByPosition(left.Values);
        return right.Ordered ? Operators.ByPosition(right.Values) : Operators.Natural;
    }

    /// <summary>Reports constant texts, also in lists, that a value of the type never is.</summary>
    private void CheckAllowed(Code code, Node node, DataType type)
    {
        if (type.Values.IsEmpty || session.IsLenient) return;
        if (node is ListLiteral list)
        {
            foreach (var item in list.Items.Items)
                if (item is Literal literal) CheckAllowed(Code.Of(literal.Value), item, type);
        }
        else if (code.Constant is { Kind: ValueKind.Text } text && !type.Values.Contains(text.AsText()))
        {
            session.Error(DiagnosticCode.ValueNotAllowed, Messages.NotAllowed(text.AsText(), type.Values), node.Span);
        }
    }

    private Code Mismatch(Binary node, Code left, Code right) =>
        Mismatch(Operators.Text(node.Operator), node.Span, left.Type, right.Type);

    private Code Mismatch(string op, TextSpan span, DataType left, DataType right) =>
        session.Error(DiagnosticCode.TypeMismatch, Messages.Operands(op, left, right), span);
}
