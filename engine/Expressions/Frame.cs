using System.Collections.Immutable;

namespace Policy.Engine.Expressions;

/// <summary>The variables of one evaluation. Used by one thread, then dropped.</summary>
internal sealed class Frame
{
    // One expression may go wrong in every iteration: what matters is that it did, and how.
    private const int MostFaults = 100;

    private ImmutableArray<Fault>.Builder? _faults;
    private int _work;

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

    /// <summary>What went wrong so far. An expression that goes wrong gives null, as in FEEL, and says so
    /// here.</summary>
    public ImmutableArray<Fault> Faults => _faults?.ToImmutable() ?? [];

    /// <summary>True when anything went wrong.</summary>
    public bool HasFaults => _faults is not null;

    /// <summary>Reports a fault and gives null. A hundred are kept.</summary>
    public Value Fault(string code, LocalizedText message)
    {
        _faults ??= ImmutableArray.CreateBuilder<Fault>();
        if (_faults.Count < MostFaults) _faults.Add(new Fault(code, Document, Current, message));
        return Value.Null;
    }

    /// <summary>Begins the evaluation of one expression, with its local variables and its share of work.</summary>
    public void Begin(int locals)
    {
        _work = Limits.Work;
        if (locals > 0) Locals = new Value[locals];
    }

    /// <summary>Spends units of work; false, with one fault, when there are none left.</summary>
    public bool Spend(int units)
    {
        if (_work < 0) return false;
        _work -= units;
        if (_work >= 0) return true;
        Fault(DiagnosticCode.TooManyIterations, Messages.TooManyIterations());
        return false;
    }
}
