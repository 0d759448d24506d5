using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Binding;

namespace Policy.Engine.Expressions;

/// <summary>The variables of one evaluation. Used by one thread, then dropped or given back.</summary>
internal sealed class Frame
{
    // One expression may go wrong in every iteration: what matters is that it did, and how.
    private const int MostFaults = 100;

    // Room for so many pushed values is kept for the next list.
    private const int MostKept = 1_024;

    /// <summary>What the calls of documents under way on this thread may still cost together; null when there are
    /// none.</summary>
    [ThreadStatic]
    private static Allowance? _shared;

    /// <summary>Frames that were given back, to be rented again: evaluations follow one another quickly.</summary>
    [ThreadStatic]
    private static Frame? _free;

    private Frame? _next;
    private Value[] _inputs = [];
    private Value[] _outputs = [];
    private ImmutableArray<Fault>.Builder? _faults;
    private Allowance? _allowance = _shared;
    private int _work;

    // Values of lists being made, those of an inner list behind those of the outer.
    private Value[] _pushed = [];
    private int _count;

    /// <summary>The facts.</summary>
    public required Context Facts { get; set; }

    /// <summary>The item of the current pass with <c>forEach</c>; else null.</summary>
    public Context? Item { get; set; }

    /// <summary>Outputs of the decisions that the document reads.</summary>
    public Known Decisions { get; set; } = Known.Nothing;

    /// <summary>Local variables of <c>for</c>, <c>some</c>, <c>every</c>, filters and functions, by slot.</summary>
    public Value[] Locals { get; private set; } = [];

    /// <summary>The value that <c>?</c> stands for.</summary>
    public Value Input { get; set; }

    /// <summary>How many calls of functions this evaluation is within.</summary>
    public int Depth { get; private init; }

    /// <summary>How the expression being evaluated is read.</summary>
    public Dialect Dialect { get; private set; }

    /// <summary>Day with which periods are compared; null when the facts have none.</summary>
    public DateOnly? AsOf { get; set; }

    /// <summary>Key of the document being evaluated, for faults.</summary>
    public required string Document { get; set; }

    /// <summary>Row, entry or step being evaluated, for faults; null: the document.</summary>
    public string? Current { get; set; }

    /// <summary>What went wrong so far. An expression that goes wrong gives null, as in FEEL, and says so
    /// here.</summary>
    public ImmutableArray<Fault> Faults => _faults?.ToImmutable() ?? [];

    /// <summary>True when anything went wrong.</summary>
    public bool HasFaults => _faults is not null;

    /// <summary>A frame for one evaluation; whoever rents it gives it back and keeps no reference.</summary>
    public static Frame Rent(Context facts, Known decisions, DateOnly? asOf, string document)
    {
        if (_free is not { } frame) return new Frame { Facts = facts, Decisions = decisions, AsOf = asOf, Document = document };
        _free = frame._next;
        frame._allowance = _shared;
        (frame.Facts, frame.Decisions, frame.AsOf, frame.Document) = (facts, decisions, asOf, document);
        return frame;
    }

    /// <summary>Turns a rented frame to another document, on the same day.</summary>
    public void Turn(Context facts, Known decisions, string document)
    {
        if (!ReferenceEquals(Facts, facts)) Facts = facts;
        (Item, Decisions, Document, Current, _faults) = (null, decisions, document, null, null);
    }

    /// <summary>Gives a rented frame back.</summary>
    public void Return()
    {
        (Facts, Item, Decisions, Input, Current, _faults) = (Binder.NoFacts, null, Known.Nothing, default, null, null);
        Array.Clear(Locals);
        Array.Clear(_inputs);
        Array.Clear(_outputs);
        if (_outputs.Length > MostKept) _outputs = [];
        (_next, _free) = (_free, this);
    }

    /// <summary>Room for the values of so many inputs, or more.</summary>
    public Value[] Inputs(int count)
    {
        if (_inputs.Length < count) _inputs = new Value[count];
        return _inputs;
    }

    /// <summary>Room for the outputs of so many lines, or more.</summary>
    public Value[] Outputs(int count)
    {
        if (_outputs.Length < count) _outputs = new Value[count];
        return _outputs;
    }

    /// <summary>Reports a fault and gives null. A hundred are kept.</summary>
    public Value Fault(string code, LocalizedText message)
    {
        Add(new Fault(code, Document, Current, message));
        return Value.Null;
    }

    /// <summary>The frame as it is now, for a function that is called later.</summary>
    public Frame Snapshot()
    {
        var snapshot = Copy((Value[])Locals.Clone(), 0, _work);
        snapshot.Decisions = Decisions.Kept();
        return snapshot;
    }

    /// <summary>Evaluates the body of a function where it was written, for a caller who pays for the work and gets the
    /// faults.</summary>
    /// <param name="home">The frame in which the function was made.</param>
    /// <param name="locals">Its local variables, the arguments among them.</param>
    /// <param name="body">The body.</param>
    public Value Call(Frame home, Value[] locals, Func<Frame, Value> body)
    {
        var inner = home.Copy(locals, Depth + 1, _work);
        var result = body(inner);
        _work = inner._work;
        Take(inner);
        return result;
    }

    /// <summary>Takes over what went wrong elsewhere.</summary>
    public void Take(Frame other)
    {
        if (other._faults is null) return;
        foreach (var fault in other._faults) Add(fault);
    }

    public void Add(Fault fault)
    {
        _faults ??= ImmutableArray.CreateBuilder<Fault>();
        if (_faults.Count < MostFaults) _faults.Add(fault);
    }

    /// <summary>Begins the evaluation of one expression, with its local variables and its share of work.</summary>
    public void Begin(int locals, Dialect dialect)
    {
        _work = Limits.Work;
        Dialect = dialect;
        if (Locals.Length < locals) Locals = new Value[locals];
    }

    /// <summary>Number of values pushed so far; whoever pushes pops back to it.</summary>
    public int Pushed => _count;

    /// <summary>Adds a value to the list being made.</summary>
    public void Push(in Value value)
    {
        if (_count == _pushed.Length) Array.Resize(ref _pushed, Math.Max(16, 2 * _count));
        _pushed[_count++] = value;
    }

    /// <summary>The values pushed since; until the next is pushed.</summary>
    public ReadOnlySpan<Value> PushedSince(int start) => _pushed.AsSpan(start, _count - start);

    /// <summary>Forgets the values pushed since.</summary>
    public void Pop(int start)
    {
        Array.Clear(_pushed, start, _count - start);
        _count = start;
        if (start == 0 && _pushed.Length > MostKept) _pushed = [];
    }

    /// <summary>Spends units of work; false, with one fault, when there are none left.</summary>
    public bool Spend(int units)
    {
        ref var left = ref _allowance is null ? ref _work : ref _allowance.Left;
        if (left < 0) return false;
        left -= units;
        if (left >= 0) return true;
        Fault(DiagnosticCode.TooManyIterations, Messages.TooManyIterations());
        return false;
    }

    /// <summary>Evaluates another document at this frame's cost, and takes over its faults.</summary>
    public Evaluation Evaluate(Func<Evaluation> document)
    {
        var outer = _shared;
        var allowance = _shared = outer ?? new Allowance { Left = _work };
        try
        {
            var evaluation = document();
            foreach (var fault in evaluation.Faults) Add(fault);
            return evaluation;
        }
        finally
        {
            _shared = outer;
            if (outer is null) _work = allowance.Left;
        }
    }

    private Frame Copy(Value[] locals, int depth, int work) => new()
    {
        Facts = Facts,
        Item = Item,
        Decisions = Decisions,
        Locals = locals,
        Input = Input,
        AsOf = AsOf,
        Document = Document,
        Current = Current,
        Depth = depth,
        Dialect = Dialect,
        _work = work,
        _allowance = _allowance,
    };

    private sealed class Allowance
    {
        public int Left;
    }
}
