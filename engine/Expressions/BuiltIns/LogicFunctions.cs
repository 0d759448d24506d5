using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Booleans and absence.</summary>
internal static class LogicFunctions
{
    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("not", [new("negand", ValueKind.Boolean)], DataType.Boolean, static (_, a) =>
            Value.Boolean(!a[0].AsBoolean())),
        new("is defined", [new("value") { TakesNull = true }], DataType.Boolean, static (_, a) =>
            Value.Boolean(!a[0].IsNull)),
        Decision("all", false),
        Decision("any", true),
    ];

    private static BuiltIn Decision(string name, bool decisive) =>
        new(name, [new Parameter("list") { Items = ValueKind.Boolean }], DataType.Boolean,
            (frame, a) => Decide(frame, a, decisive, name))
        { Repeats = true };

    private static Value Decide(Frame frame, ReadOnlySpan<Value> arguments, bool decisive, string name)
    {
        var items = AggregateFunctions.Items(arguments);
        if (!frame.Spend(items.Length)) return Value.Null;
        bool? result = !decisive;
        foreach (var item in items)
        {
            var truth = Logic.Truth(frame, item, name);
            if (truth == decisive) return Value.Boolean(decisive);
            if (truth is null) result = null;
        }

        return Logic.Of(result);
    }
}
