using Policy.Engine.Expressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Compiling;

/// <summary>The days on which a row or entry applies: from the first, up to but not including the last.</summary>
internal readonly struct Period(DateOnly? from, DateOnly? to)
{
    private readonly DateOnly _from = from ?? DateOnly.MinValue;
    private readonly DateOnly _to = to ?? DateOnly.MaxValue;

    public bool IsAlways { get; } = from is null && to is null;

    /// <summary>True when the day lies within; false, with a fault, when there is no day.</summary>
    public bool Includes(Frame frame)
    {
        if (!IsAlways && frame.AsOf is null) frame.Fault(DiagnosticCode.NoDay, Messages.NoDay);
        return Includes(frame.AsOf);
    }

    /// <summary>True when the day lies within; without a day only what always applies does.</summary>
    public bool Includes(DateOnly? asOf) =>
        IsAlways || (asOf is { } day && day >= _from && (day < _to || _to == DateOnly.MaxValue));

    /// <summary>The days as a set; absence belongs to it only when it is no period at all.</summary>
    public ValueSet Days(Axis axis)
    {
        if (IsAlways) return ValueSet.All(axis);
        var end = _to == DateOnly.MaxValue ? Cut.Highest : axis.Before(Value.Date(_to));
        return ValueSet.Between(axis, axis.Before(Value.Date(_from)), end);
    }
}
