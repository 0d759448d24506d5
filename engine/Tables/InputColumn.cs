using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Tables;

/// <summary>The cells of an input, with the values that they accept.</summary>
internal sealed class InputColumn(DataType type, Scope scope)
{
    private readonly PlainCells? _plain = PlainCells.For(type, scope);

    /// <summary>The axis of its values; null when they have none.</summary>
    public Axis? Axis { get; } = Axis.Of(type);

    /// <summary>Compiles a cell; null when there are errors.</summary>
    public InputCell? Compile(string text, Reporter at)
    {
        if (_plain?.Read(text) is { } plain) return new InputCell(new UnaryTests(text, type, scope), plain);
        if (Feel.CompileTests(text, type, scope, at) is not { } tests) return null;
        return new InputCell(tests, Axis is null ? null : CellSets.Of(tests, Axis));
    }
}

/// <summary>A cell of an input.</summary>
/// <param name="Tests">What it tests.</param>
/// <param name="Set">The values that it accepts; null when they are no set.</param>
internal sealed record InputCell(UnaryTests Tests, ValueSet? Set)
{
    /// <summary>True when rows must evaluate it.</summary>
    public bool IsCondition => Set is null && !Tests.IsAny;
}
