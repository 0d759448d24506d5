using System.Collections.Immutable;

namespace Policy.Engine.Expressions;

/// <summary>What the checker knows of a value before it exists.</summary>
internal sealed record DataType(ValueKind? Kind)
{
    /// <summary>Nothing is known: members of an open object, results of null.</summary>
    public static readonly DataType Any = new((ValueKind?)null);
    public static readonly DataType Text = new(ValueKind.Text);
    public static readonly DataType Number = new(ValueKind.Number);
    public static readonly DataType Boolean = new(ValueKind.Boolean);
    public static readonly DataType Date = new(ValueKind.Date);
    public static readonly DataType Instant = new(ValueKind.Instant);
    public static readonly DataType Duration = new(ValueKind.Duration);

    /// <summary>Allowed texts; empty: every text.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>True when <see cref="Values"/> are ordered from best to worst and <c>&lt;</c> compares by that order.</summary>
    public bool Ordered { get; init; }

    /// <summary>Items of a list; null: unknown.</summary>
    public DataType? Items { get; init; }

    /// <summary>Members of an object, in slot order; default: any members, reached by name.</summary>
    public ImmutableArray<Member> Members { get; init; }

    public Shape? Shape { get; init; }

    internal readonly record struct Member(string Name, DataType Type);
}
