using System.Collections.Immutable;
using System.Text;

namespace Policy.Engine;

/// <summary>A checked fact type: the fields by slot.</summary>
public sealed class FactType
{
    private readonly byte[][] _utf8;

    internal FactType(string key, ImmutableArray<FactField> fields, Dialect dialect)
    {
        Key = key;
        Fields = fields;
        Dialect = dialect;
        Shape = new Shape(fields.Select(f => f.Name));
        _utf8 = [.. fields.Select(f => Encoding.UTF8.GetBytes(f.Name))];
    }

    /// <summary>Key of the document, or the path of the field whose members these are.</summary>
    public string Key { get; }

    /// <summary>The fields; a field's index is its slot.</summary>
    public ImmutableArray<FactField> Fields { get; }

    /// <summary>How facts are read: in DMN, times without an offset stay so.</summary>
    internal Dialect Dialect { get; }

    /// <summary>The names of the fields.</summary>
    public Shape Shape { get; }

    /// <summary>The slot of a name in UTF-8, looked for from a slot on; -1 when there is none.</summary>
    internal int SlotOf(ReadOnlySpan<byte> name, int from)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            var slot = from + i < _utf8.Length ? from + i : from + i - _utf8.Length;
            if (name.SequenceEqual(_utf8[slot])) return slot;
        }

        return -1;
    }

    /// <summary>The field of a name; null when there is none.</summary>
    public FactField? Field(string name) => Shape.Slot(name) is var slot and >= 0 ? Fields[slot] : null;
}

/// <summary>A field of a checked fact type.</summary>
/// <param name="Definition">The field as authored.</param>
/// <param name="Members">Members of an object, or of each object of a list; null for every other type and for an
/// object that takes any members.</param>
public sealed record FactField(Field Definition, FactType? Members)
{
    /// <summary>Name as used in facts and expressions.</summary>
    public string Name => Definition.Name;

    /// <summary>Type of the value.</summary>
    public FieldType Type => Definition.Type;
}
