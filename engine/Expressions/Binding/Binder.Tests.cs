using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Unary tests: cells, and what follows <c>in</c>.</summary>
internal sealed partial class Binder
{
    /// <summary>The test of a whole cell.</summary>
    public Test BindTests(Tests node, DataType input)
    {
        if (node.Items.Items.IsEmpty) return static (_, _) => true;
        var any = AnyOf([.. node.Items.Items.Select(t => BindTest(t, input))]);
        return node.Negated ? (frame, value) => !any(frame, value) : any;
    }

    private static Test AnyOf(ImmutableArray<Test> tests)
    {
        if (tests is [var only]) return only;
        var all = tests.ToArray();
        return (frame, value) =>
        {
            bool? result = false;
            foreach (var test in all)
            {
                var truth = test(frame, value);
                if (truth == true) return true;
                if (truth is null) result = null;
            }

            return result;
        };
    }

    private Test BindTest(Node node, DataType subject) => node switch
    {
        Comparison comparison => BindComparison(comparison, subject),
        Interval interval => BindInterval(interval, subject),
        _ => BindValueTest(node, subject),
    };

    private Test BindComparison(Comparison node, DataType subject)
    {
        var (operand, op) = (Bind(node.Operand), node.Operator);
        CheckAllowed(operand, node.Operand, subject);
        if (op is Operator.Equal or Operator.NotEqual)
        {
            if (!Fits(operand.Type, subject)) return Mismatched(node, operand.Type, subject);
            var equal = EqualTo(operand);
            return op == Operator.Equal ? equal : (frame, value) => !equal(frame, value);
        }

        return Order(subject, operand.Type) is { } order
            ? Bound(operand, order, op)
            : Mismatched(node, operand.Type, subject);
    }

    private Test BindInterval(Interval node, DataType subject)
    {
        var (low, high) = (Bind(node.Low), Bind(node.High));
        CheckAllowed(low, node.Low, subject);
        CheckAllowed(high, node.High, subject);
        if (Order(subject, low.Type) is not { } fromLow) return Mismatched(node, low.Type, subject);
        if (Order(subject, high.Type) is not { } fromHigh) return Mismatched(node, high.Type, subject);
        WarnIfEmpty(node, low, high, subject.Ordered ? fromLow : Operators.Natural);
        var above = Bound(low, fromLow, node.LowIncluded ? Operator.GreaterOrEqual : Operator.Greater);
        var below = Bound(high, fromHigh, node.HighIncluded ? Operator.LessOrEqual : Operator.Less);
        return (frame, value) => above(frame, value) is var over && over == false ? false : over & below(frame, value);
    }

    private void WarnIfEmpty(Interval node, Code low, Code high, Ordering order)
    {
        if (low.Constant is not { } l || high.Constant is not { } h) return;
        var sign = order(new Frame { Facts = NoFacts, Document = "" }, l, h);
        if (sign > 0 || (sign == 0 && !(node.LowIncluded && node.HighIncluded)))
            session.Warning(DiagnosticCode.EmptyInterval, Messages.EmptyInterval(session.Text(node.Span)), node.Span);
    }

    private static Test Bound(Code operand, Ordering order, Operator op)
    {
        if (operand.Constant is not { Kind: ValueKind.Number } number)
        {
            var run = operand.Run;
            return (frame, value) => Compare(frame, value, run(frame), order, op);
        }

        var bound = number.AsNumber();
        return (frame, value) => value.Kind == ValueKind.Number
            ? Operators.Holds(op, value.Compared(bound))
            : Compare(frame, value, number, order, op);
    }

    /// <summary>An expression as test: a condition, or a value that the subject equals or a list that contains
    /// it.</summary>
    private Test BindValueTest(Node node, DataType subject)
    {
        var before = session.UsesInput;
        session.UsesInput = false;
        var code = Bind(node);
        var asks = session.UsesInput;
        session.UsesInput |= before;
        CheckAllowed(code, node, subject);
        var (run, type) = (code.Run, code.Type);
        var condition = asks || (subject.IsKnown && subject.Kind != ValueKind.Boolean);
        if (type.Kind == ValueKind.Boolean && condition && node is not Literal)
            return (frame, _) => Logic.Truth(frame, run(frame), "?");
        if (type.Kind == ValueKind.List && !session.IsLenient) return BindListTest(node, code, subject);
        var inRange = type.Kind == ValueKind.Range && subject.Kind != ValueKind.Range;
        if (!inRange && !Fits(type, subject)) return Mismatched(node, type, subject);
        if (type.Kind is not (null or ValueKind.Range or ValueKind.List)) return EqualTo(code);
        return (frame, value) =>
        {
            var result = run(frame);
            if (result.Kind == ValueKind.List) return Contains(frame, result, value);
            if (result.Kind == ValueKind.Range && value.Kind != ValueKind.Range)
                return Ranges.Includes(frame, result.AsRange(), value);
            return result.Kind == ValueKind.Boolean && (asks || value.Kind is not (ValueKind.Boolean or ValueKind.Null))
                ? result.AsBoolean()
                : Operators.Equal(frame, value, result);
        };
    }

    private Test BindListTest(Node node, Code code, DataType subject)
    {
        if (subject.Kind != ValueKind.List && !Fits(code.Type.Items ?? DataType.Any, subject))
            return Mismatched(node, code.Type.Items!, subject);
        if (code.Constant is { } list) return (frame, value) => Contains(frame, list, value);
        var run = code.Run;
        return (frame, value) => run(frame) is { IsNull: false } items ? Contains(frame, items, value) : value.IsNull;
    }

    private static bool? Contains(Frame frame, Value list, Value value)
    {
        var weight = value.Kind is ValueKind.List or ValueKind.Object ? Lists.Weight(list) : list.AsList().Length;
        if (!frame.Spend(weight)) return null;
        foreach (var item in list.AsList())
            if (item.Kind == ValueKind.Range && value.Kind != ValueKind.Range && Ranges.Includes(frame, item.AsRange(), value) == true)
                return true;
        return Lists.Contains(list.AsList(), value) || (value.Kind == ValueKind.List && value == list);
    }

    private static Test EqualTo(Code operand)
    {
        if (operand.Constant is { } constant)
        {
            return (frame, value) => value.Kind == constant.Kind && constant.Kind is ValueKind.Text or ValueKind.Number
                ? value.Equals(constant)
                : Operators.Equal(frame, value, constant);
        }

        var run = operand.Run;
        return (frame, value) => Operators.Equal(frame, value, run(frame));
    }

    private bool Fits(DataType type, DataType subject) =>
        session.IsLenient || !type.IsKnown || !subject.IsKnown || type.Kind == subject.Kind;

    private Test Mismatched(Node node, DataType given, DataType subject)
    {
        var failed = session.Error(DiagnosticCode.TypeMismatch, Messages.Test(session.Text(node.Span), given, subject), node.Span);
        return (frame, _) => failed.Run(frame).IsTrue ? true : null;
    }
}
