using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Tables;

/// <summary>What checking and running decision tables says.</summary>
internal static class Messages
{
    public static readonly LocalizedText NoOutputs = new(
        "决策表至少需要一个输出列。请补上。", "A decision table needs at least one output column. Add it.");

    public static readonly LocalizedText OneNumber = new(
        "此汇总方式需要唯一一个数值输出列。请更改命中策略或输出列。",
        "This aggregation needs a single output column of type number. Change the hit policy or the outputs.");

    public static readonly LocalizedText CountWithoutDefault = new(
        "计数不使用默认值：无命中即为 0。请删去。", "A count uses no default: without a hit it is 0. Remove it.");

    public static readonly LocalizedText NeedsValues = new(
        "按优先级取舍需要至少一个输出列列出 `values`，先列者优先。请补上。",
        "Priority needs `values` in at least one output column, the first of them winning. Add them.");

    public static readonly LocalizedText CombineWithoutForEach = new(
        "`combine` 只与 `forEach` 同用。请删去，或写明 `forEach`。", "`combine` goes with `forEach` only. Remove it or name `forEach`.");

    public static readonly LocalizedText CombineManyHits = new(
        "多命中策略的结果不能逐项合并。请改用单命中策略。", "Results with several hits cannot be combined. Use a hit policy with a single hit.");

    public static LocalizedText CombineType(Combine combine) => combine switch
    {
        Combine.Worst => new("`worst` 需要列出 `values` 的文本输出。请补上。", "`worst` needs a text output with `values`. Add them."),
        Combine.All or Combine.Any => new("`all` 与 `any` 需要布尔输出。请更改类型。", "`all` and `any` need a boolean output. Change the type."),
        _ => new("`sum` 与 `max` 需要数值输出。请更改类型。", "`sum` and `max` need an output of type number. Change the type."),
    };

    public static LocalizedText NotUnique(string first, string second) => new(
        $"行 `{Quote(first)}` 与 `{Quote(second)}` 同时命中，而命中策略为 unique。",
        $"The rows `{Quote(first)}` and `{Quote(second)}` both hit under the hit policy unique.");

    public static LocalizedText NotSame(string first, string second) => new(
        $"行 `{Quote(first)}` 与 `{Quote(second)}` 同时命中但输出不同，而命中策略为 any。",
        $"The rows `{Quote(first)}` and `{Quote(second)}` hit with different outputs under the hit policy any.");

    public static readonly LocalizedText NothingToAggregate = new(
        "此行命中但输出为空，无法汇总。", "The row hits, but its output is null and cannot be aggregated.");

    public static readonly LocalizedText Overflow = new("合计超出十进制数的范围。", "The sum is outside the range of decimals.");
}
