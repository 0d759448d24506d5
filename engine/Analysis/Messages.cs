using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Analysis;

/// <summary>What analyses say.</summary>
internal static class Messages
{
    public static readonly LocalizedText Gap = new(
        "此区域没有任何行命中，也没有默认值。请补充一行或默认值。", "No row hits here and there is no default. Add a row or a default.");

    public static readonly LocalizedText NotDecided = new(
        "未能全部判定：分析额度用尽、结果过多，或文档内容无法表示为区域。可能还有其他发现。",
        "Not everything was decided: the budget ended, there are more findings than are kept, or the document is not made up of regions. There may be more.");

    public static LocalizedText NotUnique(string one, string other) => new(
        $"行 `{Quote(one)}` 与 `{Quote(other)}` 在此区域同时命中，而命中策略为 unique。请使条件互斥。",
        $"The rows `{Quote(one)}` and `{Quote(other)}` both hit here under the hit policy unique. Make their cells exclude each other.");

    public static LocalizedText Contradict(string one, string other) => new(
        $"行 `{Quote(one)}` 与 `{Quote(other)}` 在此区域同时命中但输出不同。请使条件互斥或输出一致。",
        $"The rows `{Quote(one)}` and `{Quote(other)}` both hit here with different outputs. Make their cells exclude each other or their outputs equal.");

    public static LocalizedText Together(string one, string other) => new(
        $"行 `{Quote(one)}` 与 `{Quote(other)}` 在此区域同时命中。", $"The rows `{Quote(one)}` and `{Quote(other)}` both hit here.");

    public static LocalizedText Duplicate(string one, string other) => new(
        $"行 `{Quote(other)}` 与 `{Quote(one)}` 的条件和输出相同。请删去其一。",
        $"The row `{Quote(other)}` has the same inputs and outputs as `{Quote(one)}`. Remove one of them.");

    public static LocalizedText NeverHits(string row) => new(
        $"没有任何取值能满足行 `{Quote(row)}` 的条件。请更正单元格。", $"No value passes the cells of the row `{Quote(row)}`. Correct them.");

    public static LocalizedText Hidden(string row, IReadOnlyList<string> by) => new(
        $"行 `{Quote(row)}` 永远不起作用：总有 {Names(by)} 先命中。请删去它，或移到前面。",
        $"The row `{Quote(row)}` never decides: {Names(by)} always come first. Remove it or move it up.");

    public static LocalizedText Redundant(string row, IReadOnlyList<string> same) => new(
        $"删去行 `{Quote(row)}` 不改变任何结果：{Names(same)} 给出相同输出。",
        $"Without the row `{Quote(row)}` nothing changes: {Names(same)} give the same outputs.");

    public static LocalizedText UnusedInput(string input) => new(
        $"输入 `{Quote(input)}` 不影响任何结果。请删去该列，或补上遗漏的条件。",
        $"The input `{Quote(input)}` changes no outcome. Remove the column, or add the cells that are missing.");

    public static LocalizedText Incomplete(string id) => new(
        $"性质 `{Quote(id)}` 不成立：此区域没有任何行命中。请补充行。", $"The property `{Quote(id)}` does not hold: no row hits here. Add rows.");

    public static LocalizedText NotImplied(PropertyStatement property) => new(
        $"性质 `{Quote(property.Id)}` 不成立：此处 `{Quote(property.When!)}` 为真而 `{Quote(property.Then!)}` 不为真。请更正有关的行。",
        $"The property `{Quote(property.Id)}` does not hold: here `{Quote(property.When!)}` is true and `{Quote(property.Then!)}` is not. Correct the rows.");

    public static LocalizedText NotMonotone(PropertyStatement property, string low, string high) => new(
        $"性质 `{Quote(property.Id)}` 不成立：`{Quote(property.Input!)}` 从 `{low}` 升至 `{high}` 时，`{Quote(property.Output!)}` 反向变化。请更正有关的行。",
        $"The property `{Quote(property.Id)}` does not hold: from `{low}` to `{high}` of `{Quote(property.Input!)}`, `{Quote(property.Output!)}` goes the wrong way. Correct the rows.");

    public static LocalizedText Looser(string key) => new(
        $"此区域的结果比 `{Quote(key)}` 宽松。请更正有关的行。", $"Here the result is looser than that of `{Quote(key)}`. Correct the rows.");

    private static string Names(IEnumerable<string> rows) => string.Join(", ", rows.Select(r => $"`{Quote(r)}`"));
}
