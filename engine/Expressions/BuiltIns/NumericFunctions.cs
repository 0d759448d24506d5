using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Numbers and durations.</summary>
internal static class NumericFunctions
{
    private static readonly Parameter Number = new("n", ValueKind.Number);
    private static readonly Parameter Scale = new("scale", ValueKind.Number);

    public static readonly ImmutableArray<BuiltIn> All =
    [
        Rounding("decimal", Scale, MidpointRounding.ToEven),
        Rounding("floor", Scale with { Optional = true }, MidpointRounding.ToNegativeInfinity),
        Rounding("ceiling", Scale with { Optional = true }, MidpointRounding.ToPositiveInfinity),
        Rounding("round up", Scale, null),
        Rounding("round down", Scale, MidpointRounding.ToZero),
        Rounding("round half up", Scale, MidpointRounding.AwayFromZero),
        new("round half down", [Number, Scale], DataType.Number, static (f, a) =>
            Round(f, "round half down", a, HalfDown)),
        new("abs", [new("n", ValueKind.Number, ValueKind.Duration, ValueKind.Months)], DataType.Any, Abs)
        { TypeOf = static types => types[0] },
        Calculation("modulo", [new("dividend", ValueKind.Number), new("divisor", ValueKind.Number)], static (f, a) =>
            a[1].AsNumber() == 0
                ? f.Fault(DiagnosticCode.DivisionByZero, Messages.DivisionByZero(a[0]))
                : Value.Number(Numbers.Modulo(a[0].AsNumber(), a[1].AsNumber()))),
        Calculation("sqrt", [new("number", ValueKind.Number)], static (f, a) =>
            a[0].AsNumber() < 0
                ? f.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid("sqrt", a[0], "非负数", "zero or more"))
                : Value.Number(Numbers.Sqrt(a[0].AsNumber()))),
        Calculation("log", [new("number", ValueKind.Number)], static (f, a) =>
            a[0].AsNumber() <= 0
                ? f.Fault(DiagnosticCode.InvalidArgument, Messages.Invalid("log", a[0], "正数", "more than zero"))
                : Value.Number(Numbers.Log(a[0].AsNumber()))),
        Calculation("exp", [new("number", ValueKind.Number)], static (_, a) =>
            Value.Number(Numbers.Exp(a[0].AsNumber()))),
        new("odd", [new("number", ValueKind.Number)], DataType.Boolean, static (_, a) =>
            Value.Boolean(Math.Abs(a[0].AsNumber() % 2) == 1)),
        new("even", [new("number", ValueKind.Number)], DataType.Boolean, static (_, a) =>
            Value.Boolean(a[0].AsNumber() % 2 == 0)),
    ];

    private static BuiltIn Rounding(string name, Parameter scale, MidpointRounding? mode) =>
        new(name, [Number, scale], DataType.Number, (frame, a) => Round(frame, name, a, (number, digits) =>
            Numbers.Round(number, digits,
                mode ?? (number < 0 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity))));

    private static Value Round(Frame frame, string name, ReadOnlySpan<Value> a, Func<decimal, int, decimal> round)
    {
        var scale = a[1].IsNull ? 0 : a[1].AsNumber();

        // DMN has scales up to 6176, of which more than 28 change nothing here.
        if (frame.Dialect == Dialect.Dmn) scale = decimal.Truncate(scale) is > 28 and <= 6176 ? 28 : decimal.Truncate(scale);
        if (scale is < -28 or > 28 || !Numbers.IsWhole(scale))
            return frame.Fault(DiagnosticCode.InvalidArgument,
                Messages.Invalid(name, a[1], "-28 到 28 的整数位数", "a whole scale from -28 to 28"));
        try
        {
            return Value.Number(round(a[0].AsNumber(), (int)scale));
        }
        catch (OverflowException)
        {
            return frame.Fault(DiagnosticCode.Overflow, Messages.Overflow(name));
        }
    }

    /// <summary>To the nearest, and halfway towards zero.</summary>
    private static decimal HalfDown(decimal number, int scale)
    {
        var down = Numbers.Round(number, scale, MidpointRounding.ToZero);
        var half = Numbers.Round(number, scale, MidpointRounding.AwayFromZero);
        return Math.Abs(half - number) < Math.Abs(number - down) ? half : down;
    }

    private static Value Abs(Frame frame, ReadOnlySpan<Value> a) => a[0].Kind switch
    {
        ValueKind.Number => Value.Number(Math.Abs(a[0].AsNumber())),
        ValueKind.Duration when a[0].AsDuration() < TimeSpan.Zero => Arithmetic.Negate(frame, a[0]),
        ValueKind.Months when a[0].AsMonths() < 0 => Arithmetic.Negate(frame, a[0]),
        _ => a[0],
    };

    private static BuiltIn Calculation(string name, ImmutableArray<Parameter> parameters, Body body) =>
        new(name, parameters, DataType.Number, (frame, a) =>
        {
            try
            {
                return body(frame, a);
            }
            catch (OverflowException)
            {
                return frame.Fault(DiagnosticCode.Overflow, Messages.Overflow(name));
            }
        });
}
