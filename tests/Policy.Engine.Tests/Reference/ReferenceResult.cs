namespace Policy.Engine.Tests.Reference;

/// <summary>What the reference interpreter makes of a document and facts.</summary>
/// <param name="Outputs">Plain outputs; null when nothing was decided.</param>
/// <param name="Matched">Ids that decided, in order.</param>
/// <param name="Faulted">True when anything went wrong.</param>
internal sealed record ReferenceResult(object? Outputs, List<string> Matched, bool Faulted);

/// <summary>Rows and entries that have a period.</summary>
internal static class ReferencePeriod
{
    /// <summary>Is a day within the period? Without a day a period is a fault, and the row does not apply.</summary>
    public static bool Includes(DateOnly? from, DateOnly? to, DateOnly? day, ReferenceScope around)
    {
        if (from is null && to is null) return true;
        if (day is null)
        {
            around.Faulted = true;
            return false;
        }

        return (from is null || from <= day) && (to is null || day < to);
    }

    /// <summary>The day, at UTC+8, of the field <c>declaredAt</c>.</summary>
    public static DateOnly? Day(Dictionary<string, object?> facts) =>
        facts.GetValueOrDefault("declaredAt") is DateTimeOffset at ? DateOnly.FromDateTime(at.UtcDateTime.AddHours(8))
            : null;
}
