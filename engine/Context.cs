using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>The ordered member names of objects of one form; shared by all of them, so that a member is a slot.</summary>
public sealed class Shape
{
    // Few names are found quicker by looking at each.
    private const int Few = 6;

    private readonly FrozenDictionary<string, int>? _slots;

    /// <summary>Makes a shape of distinct names.</summary>
    public Shape(IEnumerable<string> names)
    {
        Names = [.. names];
        if (Names.Length > Few)
            _slots = Names.Select((name, slot) => (name, slot)).ToFrozenDictionary(p => p.name, p => p.slot, StringComparer.Ordinal);
    }

    /// <summary>The names, in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The slot of a name, or -1.</summary>
    public int Slot(string name) => _slots is null ? Among(name) : _slots.GetValueOrDefault(name, -1);

    private int Among(string name)
    {
        for (var slot = 0; slot < Names.Length; slot++)
            if (string.Equals(Names[slot], name, StringComparison.Ordinal)) return slot;
        return -1;
    }
}

/// <summary>An object value (in DMN: a context): a shape and one value per slot. Immutable.</summary>
public sealed class Context : IEquatable<Context>
{
    private readonly Value[] _values;

    /// <summary>Makes a context; the array is owned by it from then on and must not be changed.</summary>
    public Context(Shape shape, Value[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        if (shape.Names.Length != values.Length)
            throw new ArgumentException("A context needs one value per name of its shape.", nameof(values));
        Shape = shape;
        _values = values;
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>Number of members.</summary>
    public int Count => _values.Length;

    /// <summary>The value in a slot.</summary>
    public Value this[int slot] => _values[slot];

    /// <summary>The value of a member; null when the shape has none of that name.</summary>
    public Value this[string name] => Shape.Slot(name) is var slot and >= 0 ? _values[slot] : Value.Null;

    /// <summary>The value in a slot, without copying it.</summary>
    internal ref readonly Value At(int slot) => ref _values[slot];

    /// <summary>The values by slot, in the array that holds them, not to be changed.</summary>
    internal Value[] Values => _values;

    /// <summary>A context of the given members.</summary>
    public static Context Of(params ReadOnlySpan<(string Name, Value Value)> members)
    {
        var names = new string[members.Length];
        var values = new Value[members.Length];
        for (var i = 0; i < members.Length; i++) (names[i], values[i]) = members[i];
        return new Context(new Shape(names), values);
    }

    /// <summary>Equal when the same names have equal values, whatever their order.</summary>
    public bool Equals(Context? other)
    {
        if (other is null || other.Count != Count) return false;
        for (var i = 0; i < _values.Length; i++)
        {
            var slot = ReferenceEquals(other.Shape, Shape) ? i : other.Shape.Slot(Shape.Names[i]);
            if (slot < 0 || _values[i] != other._values[slot]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Context);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;
}
