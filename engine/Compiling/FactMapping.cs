using System.Collections.Immutable;

namespace Policy.Engine.Compiling;

/// <summary>Hands an object field of one fact type to a document of another: member by member, by name.</summary>
internal sealed class FactMapping
{
    private static readonly FactMapping Same = new(-1, "", null, []);

    private readonly int _slot;
    private readonly string _field;
    private readonly Shape? _shape;
    private readonly ImmutableArray<int> _slots;

    private FactMapping(int slot, string field, Shape? shape, ImmutableArray<int> slots) =>
        (_slot, _field, _shape, _slots) = (slot, field, shape, slots);

    /// <summary>True when it hands over the facts as they are.</summary>
    public bool IsSame => _shape is null;

    // The field has the very members that are wanted, in their order.
    private bool Whole { get; init; }

    /// <summary>Null when the types do not fit, which the reporter has then got.</summary>
    /// <param name="from">The fact type at hand.</param>
    /// <param name="to">The fact type wanted.</param>
    /// <param name="field">The object field to hand over; null: the one named like the fact type wanted.</param>
    /// <param name="reporter">Where the reference stands.</param>
    public static FactMapping? Between(FactType from, FactType to, string? field, Reporter reporter)
    {
        if (field is null && ReferenceEquals(from, to)) return Same;
        var name = field ?? to.Key;
        if (from.Field(name) is not { Type: FieldType.Object, Members: { } members })
        {
            reporter.Error(DiagnosticCode.FactMapping, Messages.NoObjectField(name, from.Key, to.Key));
            return null;
        }

        var before = reporter.Errors;
        Fit(members, to, reporter);
        if (reporter.Errors > before) return null;
        return new FactMapping(from.Shape.Slot(name), name, to.Shape, [.. to.Fields.Select(f => members.Shape.Slot(f.Name))])
        {
            Whole = members.Shape.Names.SequenceEqual(to.Shape.Names),
        };
    }

    /// <summary>True when another mapping of the same facts gives the same.</summary>
    public bool Gives(FactMapping other) => _field == other._field && ReferenceEquals(_shape, other._shape);

    /// <summary>True when this mapping gives what the other two give one after the other.</summary>
    public bool IsSameAs(FactMapping first, FactMapping second) =>
        (first._shape, second._shape) switch
        {
            (null, _) => _field == second._field,
            (_, null) => _field == first._field,
            _ => false,
        };

    /// <summary>The facts handed over; null when the field is absent.</summary>
    public Context? Map(Context facts)
    {
        if (_shape is null) return facts;
        if (facts[_slot].IsNull) return null;
        var source = facts[_slot].AsObject();
        if (Whole) return source;
        var values = new Value[_slots.Length];
        for (var i = 0; i < values.Length; i++)
            if (_slots[i] >= 0) values[i] = source[_slots[i]];
        return new Context(_shape, values);
    }

    public Fault Absent(string document, string item) =>
        new(DiagnosticCode.MappedFactsAbsent, document, item, Messages.MappedFactsAbsent(_field));

    private static void Fit(FactType source, FactType target, Reporter reporter)
    {
        foreach (var wanted in target.Fields)
        {
            var given = source.Field(wanted.Name);
            if (given is null)
            {
                if (!wanted.Definition.Optional) Refuse("");
                continue;
            }

            if (given.Type != wanted.Type || given.Definition.Items != wanted.Definition.Items
                || (given.Definition.Optional && !wanted.Definition.Optional)
                || !Within(given.Definition, wanted.Definition))
                Refuse(source.Key);
            else if (wanted.Members is { } inner && given.Members is { } own && !own.Shape.Names.SequenceEqual(inner.Shape.Names))
                Refuse(source.Key);

            void Refuse(string from) =>
                reporter.Error(DiagnosticCode.FactMapping, Messages.FieldDoesNotFit(wanted.Name, from, target.Key));
        }
    }

    private static bool Within(Field given, Field wanted) =>
        (wanted.Values.IsEmpty || (!given.Values.IsEmpty && given.Values.All(v => wanted.Values.Contains(v))))
        && (wanted.Minimum is null || given.Minimum >= wanted.Minimum)
        && (wanted.Maximum is null || given.Maximum <= wanted.Maximum);
}
