using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Tables;

/// <summary>Reads the cells of an input, with the values that they accept.</summary>
internal sealed class InputColumn(DataType type, Scope scope)
{
    private readonly PlainCells? _plain = PlainCells.For(type, scope);

    /// <summary>The axis of its values; null when they have none.</summary>
    public Axis? Axis { get; } = Axis.Of(type);

    /// <summary>Compiles a cell; null when there are errors.</summary>
    public ReadCell? Compile(string text, Reporter at)
    {
        if (_plain?.Read(text) is { } plain) return new ReadCell(new InputCell(text, this, null), plain, IsCondition: false);
        if (Feel.CompileTests(text, type, scope, at) is not { } tests) return null;
        var set = Axis is null ? null : CellSets.Of(tests, Axis);
        return new ReadCell(new InputCell(text, this, tests), set, set is null && !tests.IsAny);
    }

    /// <summary>Tests a value by a plain cell. It is read anew: who asks wants to know why, which is seldom, and what all rows
    /// would keep for that is several times what the index needs.</summary>
    public bool? Test(string text, Frame frame, Value value)
    {
        var plain = PlainCells.For(type, scope)!;
        var set = plain.Read(text)!;
        if (value.IsNull) return plain.HoldsForNull(set);
        return Axis!.Has(value) ? set.Contains(value) : Feel.CompileTests(text, type, scope, new Reporter(""))!.Test(frame, value);
    }
}

/// <summary>A cell of an input.</summary>
/// <param name="text">The text as authored.</param>
/// <param name="column">Its column.</param>
/// <param name="tests">The compiled cell; null for a plain one.</param>
internal sealed class InputCell(string text, InputColumn column, UnaryTests? tests)
{
    public string Text => text;

    /// <inheritdoc cref="UnaryTests.Test"/>
    public bool? Test(Frame frame, Value value) => tests is null ? column.Test(text, frame, value) : tests.Test(frame, value);
}

/// <summary>A cell with what the index needs of it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Set">The values that it accepts; null when they are no set.</param>
/// <param name="IsCondition">True when rows must evaluate it.</param>
internal sealed record ReadCell(InputCell Cell, ValueSet? Set, bool IsCondition);
