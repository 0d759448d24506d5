using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>What a function does with its arguments. Required arguments are never null unless the parameter says so;
/// optional ones that were left out are null.</summary>
internal delegate Value Body(Frame frame, ReadOnlySpan<Value> arguments);

/// <summary>A parameter.</summary>
/// <param name="Name">Its name in named calls.</param>
/// <param name="Kinds">Kinds accepted; none: every kind. A lone list kind also takes a single item as a list of
/// one.</param>
internal sealed record Parameter(string Name, params ImmutableArray<ValueKind> Kinds)
{
    /// <summary>Kind of the items where the argument is a list; null: every kind.</summary>
    public ValueKind? Items { get; init; }

    /// <summary>True when the argument may be left out.</summary>
    public bool Optional { get; init; }

    /// <summary>True when the function handles null itself; else a null argument gives null.</summary>
    public bool TakesNull { get; init; }

    public bool Accepts(ValueKind kind) => Admits(kind) || TakesItem;

    /// <summary>True when a value of the kind is an argument as it is.</summary>
    public bool Admits(ValueKind kind) => (_admitted & (1u << (int)kind)) != 0;

    // One bit per kind.
    private readonly uint _admitted = Kinds.IsEmpty ? uint.MaxValue : Kinds.Aggregate(0u, (all, kind) => all | (1u << (int)kind));

    /// <summary>True when a single item stands for a list of one.</summary>
    public bool TakesItem => Kinds is [ValueKind.List];
}

/// <summary>A built-in function.</summary>
internal sealed record BuiltIn(string Name, ImmutableArray<Parameter> Parameters, DataType Type, Body Body)
{
    /// <summary>True when the last parameter may be repeated.</summary>
    public bool Repeats { get; init; }

    /// <summary>True when the items of a list may be given one by one in its stead.</summary>
    public bool TakesItems { get; init; }

    /// <summary>The type of the result by the types of the arguments; null: always <see cref="Type"/>.</summary>
    public Func<ImmutableArray<DataType>, DataType>? TypeOf { get; init; }

    /// <summary>A body for arguments some of which are constant (the others are null here), for example with a regular
    /// expression built once. Null when the constants cannot work.</summary>
    public Func<Value?[], Body?>? Prepare { get; init; }

    /// <summary>The body for items of an order of their own, for functions that depend on order; null for
    /// others.</summary>
    public Func<Ordering, Body>? By { get; init; }

    public int Fewest => Parameters.Count(p => !p.Optional);

    public bool Takes(int count) => count >= Fewest && (Repeats || count <= Parameters.Length);

    public Parameter At(int index) => Parameters[Math.Min(index, Parameters.Length - 1)];

    public string Signature
    {
        get
        {
            var names = Parameters.Select(p => p.Optional ? p.Name + "?" : p.Name);
            return $"{Name}({string.Join(", ", Repeats ? names.Append("…") : names)})";
        }
    }
}
