using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Types and ranges.</summary>
internal sealed partial class Binder
{
    private Code BindInstanceOf(InstanceOf node)
    {
        var operand = Bind(node.Operand);
        if (BindType(node.Type, out var unknown) is not { } type) return unknown;
        var run = operand.Run;
        return Made(node, DataType.Boolean, frame =>
        {
            var value = run(frame);
            return Value.Boolean(value.IsNull ? ReferenceEquals(type, FeelType.Null) : type.Includes(value));
        }, operand);
    }

    /// <summary>The type of a name; null, with what stands for it, when there is none.</summary>
    private FeelType? BindType(TypeName node, out Code unknown)
    {
        unknown = Code.Failed;
        var arguments = ImmutableArray.CreateBuilder<FeelType>();
        foreach (var argument in node.Arguments.Items)
        {
            var inner = argument is FormalParameter member ? member.Type! : (TypeName)argument;
            if (BindType(inner, out unknown) is not { } type) return null;
            arguments.Add(type);
        }

        FeelType? result = null;
        if (node.Result is not null && (result = BindType(node.Result, out unknown)) is null) return null;
        if (FeelType.Named.TryGetValue(node.Text, out var named) && Fits(node, named, arguments.Count))
            return Applied(node, named, arguments.ToImmutable(), result);
        unknown = session.Error(DiagnosticCode.UnknownType, Messages.UnknownType(node.Text, FeelType.Named.Keys), node.Span);
        return null;
    }

    private static bool Fits(TypeName node, FeelType type, int arguments) => !node.IsParametric || type.Kinds switch
    {
        [ValueKind.List or ValueKind.Range] => arguments == 1,
        [ValueKind.Object or ValueKind.Function] => true,
        _ => false,
    };

    private static FeelType Applied(TypeName node, FeelType type, ImmutableArray<FeelType> arguments, FeelType? result) =>
        !node.IsParametric ? type : type.Kinds[0] switch
        {
            ValueKind.Function => type with { Parameters = arguments, Result = result },
            ValueKind.Object => type with
            {
                Members = [.. node.Arguments.Items.Select((m, i) => (((FormalParameter)m).Name, arguments[i]))],
            },
            _ => type with { Items = arguments[0] },
        };

    private Code BindRange(Interval node)
    {
        var (low, high) = (Bind(node.Low), Bind(node.High));
        if (!session.IsLenient && Order(low.Type, high.Type) is null)
            return Mismatch("..", node.Span, low.Type, high.Type);
        var (l, h) = (low.Run, high.Run);
        return Made(node, DataType.Range with { Items = low.Type }, frame =>
            Ranges.Made(frame, new ValueRange(l(frame), node.LowIncluded, h(frame), node.HighIncluded)), low, high);
    }

    /// <summary><c>(&lt; 5)</c> as a value: the range that it tests.</summary>
    private Code BindRange(Comparison node)
    {
        var operand = Bind(node.Operand);
        if (operand.Type.IsKnown && !Operators.HasOrder(operand.Type.Kind!.Value) && !session.IsLenient)
            return Mismatch(Operators.Text(node.Operator), node.Span, operand.Type, operand.Type);
        var (run, op) = (operand.Run, node.Operator);
        return Made(node, DataType.Range with { Items = operand.Type }, frame => Ranges.Made(frame, op, run(frame)), operand);
    }
}
