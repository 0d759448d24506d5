using Policy.Engine.Scripts.Running;

namespace Policy.Engine.Scripts.Emission;

/// <summary>The kinds of values that an expression may have.</summary>
[Flags]
internal enum Kinds : byte
{
    None = 0,
    Undefined = 1,
    Null = 2,
    Boolean = 4,
    Number = 8,
    Text = 16,
    Object = 32,
    Nullish = Undefined | Null,
    Any = 63,
}

/// <summary>What is known of a value before running: the kinds it may have and, when it is an object of the facts, the fact
/// type or the type of the list's items. One kind alone runs unboxed.</summary>
internal sealed record ScriptType(Kinds Kinds, FactType? Members = null, ScriptType? Items = null)
{
    public static readonly ScriptType None = new(Kinds.None);
    public static readonly ScriptType Any = new(Kinds.Any);
    public static readonly ScriptType Undefined = new(Kinds.Undefined);
    public static readonly ScriptType Null = new(Kinds.Null);
    public static readonly ScriptType Boolean = new(Kinds.Boolean);
    public static readonly ScriptType Number = new(Kinds.Number);
    public static readonly ScriptType Text = new(Kinds.Text);
    public static readonly ScriptType Object = new(Kinds.Object);

    /// <summary>The .NET type that holds such values.</summary>
    public Type Clr => Kinds switch
    {
        Kinds.Number => typeof(double),
        Kinds.Boolean => typeof(bool),
        Kinds.Text => typeof(string),
        Kinds.Object when Members is not null => typeof(Context),
        _ => typeof(ScriptValue),
    };

    public static ScriptType Of(FactField field) => field.Type switch
    {
        FieldType.Number => new(Kinds.Number | Kinds.Null),
        FieldType.Boolean => new(Kinds.Boolean | Kinds.Null),
        FieldType.Object => new(Kinds.Object | Kinds.Null, field.Members),
        FieldType.List when field.Members is { } members => new(Kinds.Object | Kinds.Null, null, new(Kinds.Object, members)),
        FieldType.List => new(Kinds.Object | Kinds.Null, null, OfItem(field.Definition.Items)),
        FieldType.Any => Any,
        _ => new(Kinds.Text | Kinds.Null),
    };

    /// <summary>The type of a value that is either of this or of another type.</summary>
    public ScriptType Join(ScriptType other)
    {
        var kinds = Kinds | other.Kinds;
        if (!other.May(Kinds.Object)) return this with { Kinds = kinds };
        if (!May(Kinds.Object)) return other with { Kinds = kinds };
        return new ScriptType(
            kinds, ReferenceEquals(Members, other.Members) ? Members : null, Equals(Items, other.Items) ? Items : null);
    }

    public bool May(Kinds kinds) => (Kinds & kinds) != 0;

    /// <summary>True when the value has one of the kinds for certain.</summary>
    public bool Is(Kinds kinds) => (Kinds & ~kinds) == 0;

    public ScriptType Without(Kinds kinds) => this with { Kinds = Kinds & ~kinds };

    private static ScriptType OfItem(FieldType? item) => item switch
    {
        FieldType.Number => Number,
        FieldType.Boolean => Boolean,
        FieldType.Any => Any,
        _ => Text,
    };
}

/// <summary>What is known of each variable, by its declaration, and of the result of each function. Grows while the script
/// is emitted; it is emitted again until nothing grows.</summary>
internal sealed class Inferred
{
    private readonly Dictionary<Acornima.Ast.Node, ScriptType> _types = new(ReferenceEqualityComparer.Instance);

    public bool Grown { get; set; }

    public ScriptType Of(Acornima.Ast.Node declaration) => _types.GetValueOrDefault(declaration, ScriptType.None);

    public ScriptType Join(Acornima.Ast.Node declaration, ScriptType type)
    {
        var known = Of(declaration);
        var joined = known.Join(type);
        if (joined == known) return known;
        Grown = true;
        return _types[declaration] = joined;
    }
}
