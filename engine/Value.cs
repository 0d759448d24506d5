using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Policy.Engine.Expressions;
using Policy.Engine.Indexing;

namespace Policy.Engine;

/// <summary>The closed set of value kinds.</summary>
public enum ValueKind : byte
{
    /// <summary>Absent; the default.</summary>
    Null,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Decimal number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Calendar day.</summary>
    Date,

    /// <summary>Point in time with offset.</summary>
    Instant,

    /// <summary>Days-and-time duration (FEEL <c>days and time duration</c>).</summary>
    Duration,

    /// <summary>Years-and-months duration (FEEL <c>years and months duration</c>).</summary>
    Months,

    /// <summary>List of values.</summary>
    List,

    /// <summary>Object: named values.</summary>
    Object,

    /// <summary>Time of day, with or without an offset (FEEL <c>time</c>).</summary>
    Time,

    /// <summary>Date and time of day without an offset, hence no point in time; in models of DMN only, because policies
    /// read such texts in UTC+8.</summary>
    LocalDateTime,

    /// <summary>The values between two ends (FEEL <c>range</c>).</summary>
    Range,

    /// <summary>A function, which only expressions can call.</summary>
    Function,
}

/// <summary>The values between two ends.</summary>
/// <param name="Low">The lower end; null: there is none.</param>
/// <param name="LowIncluded">True when the lower end belongs to it.</param>
/// <param name="High">The upper end; null: there is none.</param>
/// <param name="HighIncluded">True when the upper end belongs to it.</param>
public sealed record ValueRange(Value Low, bool LowIncluded, Value High, bool HighIncluded);

/// <summary>A value of facts, expressions and outputs: immutable, 32 bytes, without boxing. Numbers are decimals;
/// nothing passes through binary floating point.</summary>
[StructLayout(LayoutKind.Explicit)]
public readonly struct Value : IEquatable<Value>
{
    private const short NoOffset = short.MinValue;

    [FieldOffset(0)]
    private readonly object? _reference;

    [FieldOffset(8)]
    private readonly decimal _number;

    [FieldOffset(8)]
    private readonly long _bits;

    [FieldOffset(24)]
    private readonly ValueKind _kind;

    [FieldOffset(26)]
    private readonly short _offsetMinutes;

    private Value(ValueKind kind, object reference)
        : this() => (_kind, _reference) = (kind, reference);

    private Value(decimal number)
        : this() => (_kind, _number) = (ValueKind.Number, number);

    private Value(ValueKind kind, long bits, short offsetMinutes = 0)
        : this() => (_kind, _bits, _offsetMinutes) = (kind, bits, offsetMinutes);

    /// <summary>The absent value.</summary>
    public static Value Null => default;

    /// <summary>True.</summary>
    public static Value True => new(ValueKind.Boolean, 1);

    /// <summary>False.</summary>
    public static Value False => new(ValueKind.Boolean, 0);

    /// <summary>The kind.</summary>
    public ValueKind Kind => _kind;

    /// <summary>True for the absent value.</summary>
    public bool IsNull => _kind == ValueKind.Null;

    /// <summary>True only for the boolean true: null and every other kind are not true.</summary>
    public bool IsTrue => _kind == ValueKind.Boolean && _bits != 0;

    /// <summary>A text, or null for a null reference.</summary>
    public static Value Text(string? text) => text is null ? Null : new(ValueKind.Text, text);

    /// <summary>A number.</summary>
    public static Value Number(decimal number) => new(number);

    /// <summary>A boolean.</summary>
    public static Value Boolean(bool value) => value ? True : False;

    /// <summary>A calendar day.</summary>
    public static Value Date(DateOnly date) => new(ValueKind.Date, date.DayNumber);

    /// <summary>An instant; its offset is kept.</summary>
    public static Value Instant(DateTimeOffset instant) =>
        new(ValueKind.Instant, instant.UtcTicks, (short)instant.TotalOffsetMinutes);

    /// <summary>A time of day.</summary>
    /// <param name="time">The time.</param>
    /// <param name="offset">Its offset from UTC, in whole minutes; null: it has none.</param>
    public static Value Time(TimeOnly time, TimeSpan? offset = null) =>
        new(ValueKind.Time, time.Ticks, offset is { } o ? (short)o.TotalMinutes : NoOffset);

    /// <summary>A date and time of day without an offset.</summary>
    public static Value LocalDateTime(DateTime time) => new(ValueKind.LocalDateTime, time.Ticks);

    /// <summary>A range.</summary>
    public static Value Range(ValueRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return new(ValueKind.Range, range);
    }

    internal static Value Function(Function function) => new(ValueKind.Function, function);

    /// <summary>A days-and-time duration.</summary>
    public static Value Duration(TimeSpan duration) => new(ValueKind.Duration, duration.Ticks);

    /// <summary>A years-and-months duration, in months.</summary>
    public static Value Months(long months) => new(ValueKind.Months, months);

    /// <summary>A list.</summary>
    public static Value List(ImmutableArray<Value> items) =>
        new(ValueKind.List, ImmutableCollectionsMarshal.AsArray(items) ?? []);

    /// <summary>An object.</summary>
    public static Value Object(Context context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(ValueKind.Object, context);
    }

    /// <summary>The text. Throws unless the kind is <see cref="ValueKind.Text"/>, like its siblings for theirs.</summary>
    public string AsText() => Unsafe.As<string>(Expect(ValueKind.Text)!);

    /// <summary>The number.</summary>
    public decimal AsNumber()
    {
        Expect(ValueKind.Number);
        return _number;
    }

    /// <summary>The boolean.</summary>
    public bool AsBoolean()
    {
        Expect(ValueKind.Boolean);
        return _bits != 0;
    }

    /// <summary>The day.</summary>
    public DateOnly AsDate()
    {
        Expect(ValueKind.Date);
        return DateOnly.FromDayNumber((int)_bits);
    }

    /// <summary>The instant, with its offset.</summary>
    public DateTimeOffset AsInstant()
    {
        Expect(ValueKind.Instant);
        return new DateTimeOffset(_bits, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(_offsetMinutes));
    }

    /// <summary>The time of day.</summary>
    public TimeOnly AsTime()
    {
        Expect(ValueKind.Time);
        return new TimeOnly(_bits);
    }

    /// <summary>The offset of a time of day; null when it has none.</summary>
    public TimeSpan? TimeOffset()
    {
        Expect(ValueKind.Time);
        return _offsetMinutes == NoOffset ? null : TimeSpan.FromMinutes(_offsetMinutes);
    }

    /// <summary>The date and time of day without an offset.</summary>
    public DateTime AsLocalDateTime()
    {
        Expect(ValueKind.LocalDateTime);
        return new DateTime(_bits);
    }

    /// <summary>The range.</summary>
    public ValueRange AsRange() => (ValueRange)Expect(ValueKind.Range)!;

    internal Function AsFunction() => (Function)Expect(ValueKind.Function)!;

    /// <summary>The days-and-time duration.</summary>
    public TimeSpan AsDuration()
    {
        Expect(ValueKind.Duration);
        return new TimeSpan(_bits);
    }

    /// <summary>The years-and-months duration, in months.</summary>
    public long AsMonths()
    {
        Expect(ValueKind.Months);
        return _bits;
    }

    /// <summary>The items of the list.</summary>
    public ReadOnlySpan<Value> AsList() => ListItems();

    /// <summary>The items of the list as the array that holds them, not to be changed.</summary>
    internal Value[] ListItems() => Unsafe.As<Value[]>(Expect(ValueKind.List)!);

    /// <summary>The object.</summary>
    public Context AsObject() => Unsafe.As<Context>(Expect(ValueKind.Object)!);

    /// <summary>Equality of kind and content: 1.0 equals 1.00, instants are equal when they are the same point in
    /// time, lists and objects are compared member by member.</summary>
    public bool Equals(Value other)
    {
        if (_kind != other._kind) return false;
        return _kind switch
        {
            ValueKind.Null => true,
            ValueKind.Text => string.Equals((string)_reference!, (string)other._reference!, StringComparison.Ordinal),
            ValueKind.Number => _number == other._number,
            ValueKind.List => AsList().SequenceEqual(other.AsList()),
            ValueKind.Object => AsObject().Equals(other.AsObject()),
            ValueKind.Range => AsRange().Equals(other.AsRange()),
            ValueKind.Function => ReferenceEquals(_reference, other._reference),
            ValueKind.Time => UtcTicks == other.UtcTicks && TimeOffset() is null == other.TimeOffset() is null,
            _ => _bits == other._bits,
        };
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _kind switch
    {
        ValueKind.Null => 0,
        ValueKind.Text => string.GetHashCode((string)_reference!, StringComparison.Ordinal),
        ValueKind.Number => _number.GetHashCode(),
        ValueKind.List => AsList().Length,
        ValueKind.Object => AsObject().Count,
        ValueKind.Range => AsRange().GetHashCode(),
        ValueKind.Function => _reference!.GetHashCode(),
        ValueKind.Time => UtcTicks.GetHashCode(),
        _ => HashCode.Combine(_kind, _bits),
    };

    /// <summary>Equality, see <see cref="Equals(Value)"/>.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Inequality, see <see cref="Equals(Value)"/>.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>The canonical JSON of the value.</summary>
    public override string ToString() => ValueJson.ToString(this);

    // Of a time with an offset: comparable with other times with offsets.
    internal long UtcTicks => _offsetMinutes == NoOffset ? _bits : _bits - (_offsetMinutes * TimeSpan.TicksPerMinute);

    /// <summary>True when nothing else hangs on the value.</summary>
    internal bool IsPlain => _reference is null;

    /// <summary>True for the very same value: equal, and written the same.</summary>
    internal bool IsSame(in Value other) =>
        _kind == other._kind && ReferenceEquals(_reference, other._reference) && _offsetMinutes == other._offsetMinutes
        && DecimalBits.Of(_number) == DecimalBits.Of(other._number);

    /// <summary>Compares a number with another. Numbers that are not negative, have as many decimals and fit into 64 bits,
    /// which amounts and weights do, compare like whole numbers.</summary>
    internal int Compared(decimal other)
    {
        var (x, y) = (DecimalBits.Of(_number), DecimalBits.Of(other));
        return x.Flags == y.Flags && x.Flags >= 0 && (x.High | y.High) == 0 ? x.Low.CompareTo(y.Low) : decimal.Compare(_number, other);
    }

    // The kind says what the reference is: no cast needs to find that out again.
    private object? Expect(ValueKind kind) => _kind == kind ? _reference : throw Other(kind);

    private InvalidOperationException Other(ValueKind kind) => new($"The value is of kind {_kind}, not {kind}.");
}
