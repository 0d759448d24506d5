using System.Collections.Immutable;
using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Compiling;

/// <summary>A declared output, with the checks of its values.</summary>
internal sealed class OutputColumn(TableOutput definition)
{
    public string Name => definition.Name;

    public Combine Combine => definition.Combine;

    public ImmutableArray<string> Values => definition.Values;

    public DataType Type { get; } = DataTypes.Of(definition.Type) with { Values = definition.Values };

    /// <summary>Reports what is wrong with the declaration.</summary>
    public static void Check(TableOutput output, Dialect dialect, Reporter at)
    {
        if (output.Name.Length > 0 && !FactTypeCompiler.IsName(output.Name, dialect))
            at.At("name").Error(DiagnosticCode.BadName, FactTypes.Messages.BadName(output.Name));
        if (!output.Values.IsEmpty && output.Type != FieldType.Text)
            at.At("values").Error(DiagnosticCode.FieldShape, FactTypes.Messages.OnlyFor("values", "`text`"));
    }

    /// <summary>Compiles a cell; null when there are errors. A literal outside the declared values is one.</summary>
    public Expression? Compile(string text, Scope scope, Reporter at)
    {
        if (Feel.Compile(text, scope, at) is not { } cell) return null;
        if (cell.Constant is { } constant)
        {
            if (Problem(constant) is not { } problem) return cell;
            at.Error(DiagnosticCode.OutputValue, problem);
            return null;
        }

        if (!cell.Type.IsKnown || !Type.IsKnown || cell.Type.Kind == Type.Kind) return cell;
        at.Error(DiagnosticCode.OutputValue, Messages.OutputType(Name, Type, cell.Type));
        return null;
    }

    /// <summary>Evaluates a cell; a value of another type, or outside the declared values, is a fault and gives null.</summary>
    public Value Evaluate(Expression cell, Frame frame)
    {
        var value = cell.Read(frame);
        if (cell.Constant is not null) return value;
        return Problem(value) is { } problem ? frame.Fault(DiagnosticCode.OutputFault, problem) : value;
    }

    /// <summary>Place of a value in the declared order; values that are not declared come last.</summary>
    public int Rank(Value value)
    {
        if (Values.IsEmpty || value.Kind != ValueKind.Text) return int.MaxValue;
        var place = Values.IndexOf(value.AsText(), 0, Values.Length, StringComparer.Ordinal);
        return place < 0 ? int.MaxValue : place;
    }

    private LocalizedText? Problem(Value value)
    {
        if (value.IsNull) return null;
        if (Type.IsKnown && value.Kind != Type.Kind) return Messages.OutputType(Name, Type, new DataType(value.Kind));
        return Values.IsEmpty || Rank(value) != int.MaxValue ? null : FactTypes.Messages.NotAmong(value.AsText(), Values);
    }
}
