using System.Collections.Immutable;

namespace Policy.Engine.Expressions;

/// <summary>The variables of one evaluation. Used by one thread, then dropped.</summary>
internal sealed class Frame
{
    private ImmutableArray<Fault>.Builder? _faults;

    /// <summary>The facts.</summary>
    public required Context Facts { get; init; }

    /// <summary>The item of the current pass with <c>forEach</c>; else null.</summary>
    public Context? Item { get; set; }

    /// <summary>Outputs of the flow's earlier steps, by step position.</summary>
    public Value[] Steps { get; init; } = [];

    /// <summary>Local variables of <c>for</c>, <c>some</c>, <c>every</c>, filters and functions, by slot.</summary>
    public Value[] Locals { get; set; } = [];

    /// <summary>The value that <c>?</c> stands for.</summary>
    public Value Input { get; set; }

    /// <summary>Day with which periods are compared; null when the facts have none.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Key of the document being evaluated, for faults.</summary>
    public required string Document { get; set; }

    /// <summary>Row, entry or step being evaluated, for faults; null: the document.</summary>
    public string? Current { get; set; }

    /// <summary>What went wrong so far. An expression that goes wrong gives null, as in FEEL, and says so here.</summary>
    public ImmutableArray<Fault> Faults => _faults?.ToImmutable() ?? [];

    public Value Fault(string code, LocalizedText message)
    {
        (_faults ??= ImmutableArray.CreateBuilder<Fault>()).Add(new Fault(code, Document, Current, message));
        return Value.Null;
    }
}
