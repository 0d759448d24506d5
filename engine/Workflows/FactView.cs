namespace Policy.Engine.Workflows;

/// <summary>Facts as rules see them: one CLR type for every fact type, so that Microsoft RulesEngine compiles a
/// workflow once. Members are reached by slot; a member of an absent object is absent, and so is a value of a kind that
/// workflows do not know, such as a time of day.</summary>
internal sealed class FactView(Context? facts)
{
    public string? Text(int slot) => At(slot) is { Kind: ValueKind.Text } v ? v.AsText() : null;

    public decimal? Number(int slot) => At(slot) is { Kind: ValueKind.Number } v ? v.AsNumber() : null;

    public bool? Boolean(int slot) => At(slot) is { Kind: ValueKind.Boolean } v ? v.AsBoolean() : null;

    public DateOnly? Date(int slot) => At(slot) is { Kind: ValueKind.Date } v ? v.AsDate() : null;

    public DateTimeOffset? Instant(int slot) => At(slot) is { Kind: ValueKind.Instant } v ? v.AsInstant() : null;

    /// <summary>A days-and-time duration; years and months have no fixed length and count as absent.</summary>
    public TimeSpan? Duration(int slot) => At(slot) is { Kind: ValueKind.Duration } v ? v.AsDuration() : null;

    public FactView Object(int slot) => new(At(slot) is { Kind: ValueKind.Object } v ? v.AsObject() : null);

    public bool Has(int slot) => !At(slot).IsNull;

    public List<FactView> Objects(int slot) => Items(slot, v => new FactView(v.Kind == ValueKind.Object ? v.AsObject() : null));

    public List<string?> Texts(int slot) => Items(slot, v => v.Kind == ValueKind.Text ? v.AsText() : null);

    public List<decimal?> Numbers(int slot) => Items(slot, v => v.Kind == ValueKind.Number ? v.AsNumber() : (decimal?)null);

    public List<bool?> Booleans(int slot) => Items(slot, v => v.Kind == ValueKind.Boolean ? v.AsBoolean() : (bool?)null);

    public List<DateOnly?> Dates(int slot) => Items(slot, v => v.Kind == ValueKind.Date ? v.AsDate() : (DateOnly?)null);

    public List<DateTimeOffset?> Instants(int slot) =>
        Items(slot, v => v.Kind == ValueKind.Instant ? v.AsInstant() : (DateTimeOffset?)null);

    public List<TimeSpan?> Durations(int slot) =>
        Items(slot, v => v.Kind == ValueKind.Duration ? v.AsDuration() : (TimeSpan?)null);

    private Value At(int slot) => facts is null ? Value.Null : facts[slot];

    private List<T> Items<T>(int slot, Func<Value, T> convert)
    {
        var items = new List<T>();
        if (At(slot) is { Kind: ValueKind.List } list)
            foreach (var item in list.AsList()) items.Add(convert(item));
        return items;
    }
}
