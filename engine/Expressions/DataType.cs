using System.Collections.Immutable;

namespace Policy.Engine.Expressions;

/// <summary>What the checker knows of a value before it exists.</summary>
internal sealed record DataType(ValueKind? Kind)
{
    /// <summary>Nothing is known: members of an open object.</summary>
    public static readonly DataType Any = new((ValueKind?)null);

    /// <summary>Only <c>null</c>.</summary>
    public static readonly DataType Null = new(ValueKind.Null);
    public static readonly DataType Text = new(ValueKind.Text);
    public static readonly DataType Number = new(ValueKind.Number);
    public static readonly DataType Boolean = new(ValueKind.Boolean);
    public static readonly DataType Date = new(ValueKind.Date);
    public static readonly DataType Instant = new(ValueKind.Instant);
    public static readonly DataType Duration = new(ValueKind.Duration);
    public static readonly DataType Months = new(ValueKind.Months);

    public static readonly DataType Time = new(ValueKind.Time);
    public static readonly DataType Range = new(ValueKind.Range);
    public static readonly DataType Function = new(ValueKind.Function);

    /// <summary>A list of anything.</summary>
    public static readonly DataType List = new(ValueKind.List);

    /// <summary>An object with any members.</summary>
    public static readonly DataType Object = new(ValueKind.Object);

    /// <summary>Allowed texts; empty: every text.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>True when <see cref="Values"/> are ordered from best to worst and <c>&lt;</c> compares by that
    /// order.</summary>
    public bool Ordered { get; init; }

    /// <summary>Items of a list; null: unknown.</summary>
    public DataType? Items { get; init; }

    /// <summary>Members of an object, in slot order; default: any members, reached by name.</summary>
    public ImmutableArray<Member> Members { get; init; }

    public Shape? Shape { get; init; }

    /// <summary>True when the kind of every value other than null is known.</summary>
    public bool IsKnown => Kind is not null and not ValueKind.Null;

    public string ZhCn => Kind switch
    {
        null => "任意值",
        ValueKind.Null => "空值",
        ValueKind.Text => "文本",
        ValueKind.Number => "数字",
        ValueKind.Boolean => "布尔值",
        ValueKind.Date => "日期",
        ValueKind.Instant => "时刻",
        ValueKind.Duration => "时长",
        ValueKind.Months => "年月时长",
        ValueKind.List => "列表",
        ValueKind.Time => "时间",
        ValueKind.LocalDateTime => "当地时刻",
        ValueKind.Range => "区间",
        ValueKind.Function => "函数",
        _ => "对象",
    };

    public string En => Kind switch
    {
        null => "any value",
        ValueKind.Null => "null",
        ValueKind.Text => "text",
        ValueKind.Number => "number",
        ValueKind.Boolean => "boolean",
        ValueKind.Date => "date",
        ValueKind.Instant => "instant",
        ValueKind.Duration => "duration",
        ValueKind.Months => "years and months duration",
        ValueKind.List => "list",
        ValueKind.Time => "time",
        ValueKind.LocalDateTime => "local date and time",
        ValueKind.Range => "range",
        ValueKind.Function => "function",
        _ => "object",
    };

    public static DataType ListOf(DataType items) => List with { Items = items };

    /// <summary>The type of values that may be of the one or the other type.</summary>
    public static DataType Join(DataType one, DataType other)
    {
        if (one.Kind == ValueKind.Null) return other;
        if (other.Kind == ValueKind.Null || ReferenceEquals(one, other)) return one;
        if (one.Kind is null || one.Kind != other.Kind) return Any;
        return one.Kind switch
        {
            ValueKind.Text => one.SameValues(other) ? one : Text,
            ValueKind.List => one.Items is null || other.Items is null ? List : ListOf(Join(one.Items, other.Items)),
            ValueKind.Object => one.Shape is not null && ReferenceEquals(one.Shape, other.Shape) ? one : Object,
            _ => one,
        };
    }

    public bool SameValues(DataType other) =>
        Ordered == other.Ordered && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    internal readonly record struct Member(string Name, DataType Type);
}
