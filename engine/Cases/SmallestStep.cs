namespace Policy.Engine.Cases;

/// <summary>The smallest difference that the author of a bound thinks in: the last decimal place that is written, a day, a second,
/// a month.</summary>
internal static class SmallestStep
{
    /// <summary>The value so many steps away; null where there is none.</summary>
    public static Value? Moved(Value value, int by)
    {
        try
        {
            return value.Kind switch
            {
                ValueKind.Number => Value.Number(value.AsNumber() + (by * new decimal(1, 0, 0, false, value.AsNumber().Scale))),
                ValueKind.Date => Value.Date(value.AsDate().AddDays(by)),
                ValueKind.Instant => Value.Instant(value.AsInstant().AddSeconds(by)),
                ValueKind.Duration => Value.Duration(value.AsDuration() + TimeSpan.FromSeconds(by)),
                ValueKind.Months => Value.Months(checked(value.AsMonths() + by)),
                _ => null,
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
