using Policy.Engine.Compiling;

namespace Policy.Engine.FactTypes;

/// <summary>Bounds of fields: allowed texts, numbers, lengths and counts.</summary>
internal static class FactLimits
{
    public const int DefaultLength = 1_000;
    public const int DefaultItems = 1_000;

    /// <summary>The value; null, with the problem reported, when it is out of bounds.</summary>
    public static Value Check(Field field, Value value, Reporter at) => value.Kind switch
    {
        ValueKind.Text => Among(field, Text(value.AsText(), field.MaxLength ?? DefaultLength, at), at),
        ValueKind.Number when value.AsNumber() < field.Minimum =>
            Refuse(at, DiagnosticCode.FactRange, Messages.Below(value.AsNumber(), field.Minimum.Value)),
        ValueKind.Number when value.AsNumber() > field.Maximum =>
            Refuse(at, DiagnosticCode.FactRange, Messages.Above(value.AsNumber(), field.Maximum.Value)),
        _ => value,
    };

    public static Value Text(string? text, int maxLength, Reporter at) => text is not null && text.Length > maxLength
        ? Refuse(at, DiagnosticCode.FactLength, Messages.TooLongText(text.Length, maxLength))
        : Value.Text(text);

    public static bool Count(Field field, int count, Reporter at)
    {
        var most = field.MaxItems ?? DefaultItems;
        if (count > most) Refuse(at, DiagnosticCode.FactLength, Messages.TooManyItems(count, most));
        if (count < field.MinItems) Refuse(at, DiagnosticCode.FactLength, Messages.TooFewItems(count, field.MinItems.Value));
        return count <= most && !(count < field.MinItems);
    }

    private static Value Among(Field field, Value text, Reporter at) => text.IsNull || field.Values.IsEmpty || field.Values.Contains(text.AsText())
        ? text
        : Refuse(at, DiagnosticCode.FactValue, Messages.NotAmong(text.AsText(), field.Values));

    private static Value Refuse(Reporter at, string code, LocalizedText message)
    {
        at.Error(code, message);
        return Value.Null;
    }
}
