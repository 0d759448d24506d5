using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>What is known of a table's outputs.</summary>
internal static class TableOutputs
{
    public static DataType TypeOf(DecisionTableDocument document, ImmutableArray<OutputColumn> outputs, Shape shape, bool each)
    {
        var policy = document.HitPolicy;
        if (each && outputs.Any(o => o.Combine != Combine.Collect)) return Object(outputs, shape, o => Combined(policy, o));
        var pass = TableCompiler.IsAggregation(policy) ? DataType.Number
            : TableCompiler.IsSingleHit(policy) ? Object(outputs, shape, o => o.Type)
            : List(Object(outputs, shape, o => o.Type));
        return each ? List(pass) : pass;
    }

    private static DataType Combined(HitPolicy policy, OutputColumn output)
    {
        var line = TableCompiler.IsAggregation(policy) ? DataType.Number : output.Type;
        return output.Combine == Combine.Collect ? List(line) : line;
    }

    private static DataType Object(ImmutableArray<OutputColumn> outputs, Shape shape, Func<OutputColumn, DataType> type) => new(ValueKind.Object)
    {
        Members = [.. outputs.Select(o => new DataType.Member(o.Name, type(o)))],
        Shape = shape,
    };

    private static DataType List(DataType items) => new(ValueKind.List) { Items = items };
}
