using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Operations;

/// <summary>Arithmetic on values: what goes wrong is a fault and gives null; null gives null.</summary>
internal static class Arithmetic
{
    /// <summary>The kind of the result, or null when the operator does not apply to these kinds.</summary>
    public static ValueKind? Result(Operator op, ValueKind left, ValueKind right) => (op, left, right) switch
    {
        (_, ValueKind.Number, ValueKind.Number) => ValueKind.Number,
        (Operator.Add, ValueKind.Text, ValueKind.Text) => ValueKind.Text,
        (Operator.Add or Operator.Subtract, ValueKind.Date or ValueKind.Instant or ValueKind.LocalDateTime,
            ValueKind.Duration or ValueKind.Months) => left,
        (Operator.Add, ValueKind.Duration or ValueKind.Months, ValueKind.Date or ValueKind.Instant
            or ValueKind.LocalDateTime) => right,
        (Operator.Add or Operator.Subtract, ValueKind.Time, ValueKind.Duration) => left,
        (Operator.Add, ValueKind.Duration, ValueKind.Time) => right,
        (Operator.Subtract, ValueKind.Date, ValueKind.Date) => ValueKind.Duration,
        (Operator.Subtract, ValueKind.Instant, ValueKind.Instant) => ValueKind.Duration,
        (Operator.Subtract, ValueKind.LocalDateTime, ValueKind.LocalDateTime) => ValueKind.Duration,
        (Operator.Subtract, ValueKind.Time, ValueKind.Time) => ValueKind.Duration,
        (Operator.Add or Operator.Subtract, ValueKind.Duration, ValueKind.Duration) => left,
        (Operator.Add or Operator.Subtract, ValueKind.Months, ValueKind.Months) => left,
        (Operator.Multiply or Operator.Divide, ValueKind.Duration or ValueKind.Months, ValueKind.Number) => left,
        (Operator.Multiply, ValueKind.Number, ValueKind.Duration or ValueKind.Months) => right,
        (Operator.Divide, ValueKind.Duration, ValueKind.Duration) => ValueKind.Number,
        (Operator.Divide, ValueKind.Months, ValueKind.Months) => ValueKind.Number,
        _ => null,
    };

    public static Value Apply(Frame frame, Operator op, in Value left, in Value right)
    {
        if (left.Kind == ValueKind.Number && right.Kind == ValueKind.Number) return Apply(frame, op, left.AsNumber(), right.AsNumber());
        return left.IsNull || right.IsNull ? Value.Null : ApplyOther(frame, op, left, right);
    }

    private static Value Apply(Frame frame, Operator op, decimal left, decimal right)
    {
        try
        {
            switch (op)
            {
                case Operator.Add: return Value.Number(left + right);
                case Operator.Subtract: return Value.Number(left - right);
                case Operator.Multiply: return Value.Number(left * right);
                case Operator.Divide: return right == 0 ? ByZero(frame, Value.Number(left)) : Value.Number(left / right);
                default: return Power(frame, left, right);
            }
        }
        catch (ArithmeticException)
        {
            return frame.Fault(DiagnosticCode.Overflow, Messages.Overflow(Operators.Text(op)));
        }
    }

    private static Value ApplyOther(Frame frame, Operator op, Value left, Value right)
    {
        if (frame.Dialect == Dialect.Dmn && op == Operator.Subtract) (left, right) = (Moment(left, right), Moment(right, left));
        if (Result(op, left.Kind, right.Kind) is null)
            return frame.Fault(DiagnosticCode.WrongType, Messages.WrongTypes(Operators.Text(op), left, right));
        try
        {
            return (left.Kind, right.Kind) switch
            {
                (ValueKind.Text, _) => Texts.Made(frame, left.AsText(), right.AsText()),
                (ValueKind.Number, _) => Apply(frame, op, right, left),
                (ValueKind.Duration, _) => OnDuration(frame, op, left.AsDuration(), right),
                (ValueKind.Months, _) => OnMonths(frame, op, left.AsMonths(), right),
                (ValueKind.Date, _) => OnDate(op, left.AsDate(), right),
                (ValueKind.Time, _) => OnTime(op, left, right),
                (ValueKind.LocalDateTime, _) => OnLocal(op, left.AsLocalDateTime(), right),
                _ => OnInstant(frame, op, left.AsInstant(), right),
            };
        }
        catch (Exception e) when (e is ArithmeticException or ArgumentOutOfRangeException)
        {
            return frame.Fault(DiagnosticCode.Overflow, Messages.Overflow(Operators.Text(op)));
        }
    }

    /// <summary>In DMN a day less an instant is taken as its start in UTC.</summary>
    private static Value Moment(Value value, Value other) =>
        value.Kind == ValueKind.Date && other.Kind == ValueKind.Instant ? Temporals.Midnight(value.AsDate()) : value;

    public static Value Negate(Frame frame, Value operand)
    {
        switch (operand.Kind)
        {
            case ValueKind.Null: return Value.Null;
            case ValueKind.Number: return Value.Number(-operand.AsNumber());
            case ValueKind.Duration when operand.AsDuration() != TimeSpan.MinValue:
                return Value.Duration(-operand.AsDuration());
            case ValueKind.Months when operand.AsMonths() != long.MinValue:
                return Value.Months(-operand.AsMonths());
            case ValueKind.Duration or ValueKind.Months:
                return frame.Fault(DiagnosticCode.Overflow, Messages.Overflow("-"));
            default:
                return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType("-", operand, "数字", "a number"));
        }
    }

    private static Value Power(Frame frame, decimal left, decimal right)
    {
        if (left == 0 && right < 0) return ByZero(frame, Value.Number(left));
        return Numbers.Power(left, right) is { } power
            ? Value.Number(power)
            : frame.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid("**", Value.Number(left), "非负数", "not negative"));
    }

    private static Value OnDuration(Frame frame, Operator op, TimeSpan left, Value right) => right.Kind switch
    {
        ValueKind.Date => OnDate(op, right.AsDate(), Value.Duration(left)),
        ValueKind.Instant => OnInstant(frame, op, right.AsInstant(), Value.Duration(left)),
        ValueKind.LocalDateTime => OnLocal(op, right.AsLocalDateTime(), Value.Duration(left)),
        ValueKind.Time => OnTime(op, right, Value.Duration(left)),
        ValueKind.Duration when op == Operator.Add => Value.Duration(left + right.AsDuration()),
        ValueKind.Duration when op == Operator.Subtract => Value.Duration(left - right.AsDuration()),
        ValueKind.Duration when right.AsDuration() == TimeSpan.Zero => ByZero(frame, Value.Duration(left)),
        ValueKind.Duration => Value.Number((decimal)left.Ticks / right.AsDuration().Ticks),
        _ when op == Operator.Multiply => Value.Duration(new TimeSpan((long)(left.Ticks * right.AsNumber()))),
        _ when right.AsNumber() == 0 => ByZero(frame, Value.Duration(left)),
        _ => Value.Duration(new TimeSpan((long)(left.Ticks / right.AsNumber()))),
    };

    private static Value OnMonths(Frame frame, Operator op, long left, Value right) => right.Kind switch
    {
        ValueKind.Date => OnDate(op, right.AsDate(), Value.Months(left)),
        ValueKind.Instant => OnInstant(frame, op, right.AsInstant(), Value.Months(left)),
        ValueKind.LocalDateTime => OnLocal(op, right.AsLocalDateTime(), Value.Months(left)),
        ValueKind.Months when op == Operator.Add => Value.Months(left + right.AsMonths()),
        ValueKind.Months when op == Operator.Subtract => Value.Months(left - right.AsMonths()),
        ValueKind.Months when right.AsMonths() == 0 => ByZero(frame, Value.Months(left)),
        ValueKind.Months => Value.Number((decimal)left / right.AsMonths()),
        _ when op == Operator.Multiply => Value.Months((long)(left * right.AsNumber())),
        _ when right.AsNumber() == 0 => ByZero(frame, Value.Months(left)),
        _ => Value.Months((long)(left / right.AsNumber())),
    };

    /// <summary>A day and a duration of days and time give the day reached from midnight.</summary>
    private static Value OnDate(Operator op, DateOnly left, Value right)
    {
        var minus = op == Operator.Subtract;
        return right.Kind switch
        {
            ValueKind.Date => Value.Duration(TimeSpan.FromDays(left.DayNumber - right.AsDate().DayNumber)),
            ValueKind.Months => Value.Date(Temporals.AddMonths(left, minus ? -right.AsMonths() : right.AsMonths())),
            _ => Value.Date(DateOnly.FromDateTime(
                left.ToDateTime(TimeOnly.MinValue) + (minus ? -right.AsDuration() : right.AsDuration()))),
        };
    }

    private static Value OnLocal(Operator op, DateTime left, Value right)
    {
        var minus = op == Operator.Subtract;
        return right.Kind switch
        {
            ValueKind.LocalDateTime => Value.Duration(left - right.AsLocalDateTime()),
            ValueKind.Months => Value.LocalDateTime(Temporals.AddMonths(left, minus ? -right.AsMonths() : right.AsMonths())),
            _ => Value.LocalDateTime(minus ? left - right.AsDuration() : left + right.AsDuration()),
        };
    }

    /// <summary>A time runs round the clock.</summary>
    private static Value OnTime(Operator op, Value left, Value right)
    {
        if (right.Kind == ValueKind.Time) return Value.Duration(new TimeSpan(left.UtcTicks - right.UtcTicks));
        var duration = op == Operator.Subtract ? -right.AsDuration() : right.AsDuration();
        return Value.Time(left.AsTime().Add(duration), left.TimeOffset());
    }

    private static Value OnInstant(Frame frame, Operator op, DateTimeOffset left, Value right)
    {
        var minus = op == Operator.Subtract;
        return right.Kind switch
        {
            ValueKind.Instant => Value.Duration(left - right.AsInstant()),
            ValueKind.Months => Value.Instant(
                Temporals.AddMonths(left, minus ? -right.AsMonths() : right.AsMonths(), frame.Dialect)),
            _ => Value.Instant(minus ? left - right.AsDuration() : left + right.AsDuration()),
        };
    }

    private static Value ByZero(Frame frame, Value dividend) =>
        frame.Fault(DiagnosticCode.DivisionByZero, Messages.DivisionByZero(dividend));
}
