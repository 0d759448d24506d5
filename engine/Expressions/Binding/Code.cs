namespace Policy.Engine.Expressions.Binding;

/// <summary>A bound expression: its type, what runs, and its value when that is known beforehand.</summary>
internal sealed record Code(DataType Type, Func<Frame, Value> Run)
{
    /// <summary>What is left of an expression with an error: of any type, so that one error is reported once.</summary>
    public static readonly Code Failed = new(DataType.Any, static _ => Value.Null);

    /// <summary>The value of a constant expression; null when it depends on the evaluation.</summary>
    public Value? Constant { get; private init; }

    /// <summary>Pushes the items of the list instead of making it, false when it would be null; for iterations whose results hold no
    /// others. Null for any other expression.</summary>
    public Func<Frame, bool>? Push { get; init; }

    /// <summary>Where the value lies; null when it must be made.</summary>
    public Place? Place { get; init; }

    /// <summary>The truth of a condition without a value around it; null for any other expression.</summary>
    public Func<Frame, bool?>? Truth { get; init; }

    public static Code At(Place place, DataType type) => new(type, place.Get) { Place = place };

    public static Code Of(Value value) => Of(value, new DataType(value.Kind));

    public static Code Of(Value value, DataType type) => new(type, _ => value) { Constant = value, Place = Place.Constant(value) };
}

/// <summary>An operand, read where it lies or made.</summary>
internal readonly struct Operand(Code code)
{
    private readonly Place? _place = code.Place;
    private readonly Func<Frame, Value> _run = code.Run;

    /// <param name="frame">The frame.</param>
    /// <param name="room">Room for a value that must be made.</param>
    public ref readonly Value Read(Frame frame, ref Value room)
    {
        if (_place is not null) return ref _place.Read(frame);
        room = _run(frame);
        return ref room;
    }
}

/// <summary>A bound unary test.</summary>
internal delegate bool? Test(Frame frame, Value value);
