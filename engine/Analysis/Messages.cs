using System.Globalization;
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

    public static readonly LocalizedText NotAnalysed = new(
        "此类文档没有行、条目或分箱，不查找缺口与冲突。请用案例和版本比较来检验。",
        "A document of this kind has no rows, entries or bins: gaps and conflicts are not looked for. Try it by cases and by comparing versions.");

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

    public static LocalizedText PeriodsOverlap(string one, string other, LocalizedText days) => new(
        $"`{Quote(one)}` 与 `{Quote(other)}` 除有效期外相同，{days.ZhCn}同时有效。请让一个在另一个开始之日结束。",
        $"`{Quote(one)}` and `{Quote(other)}` are alike but for their periods, and both apply {days.En}. Let one end on the day on which the other begins.");

    public static LocalizedText PeriodsApart(string one, string other, LocalizedText days) => new(
        $"`{Quote(one)}` 与 `{Quote(other)}` 除有效期外相同，{days.ZhCn}两者均无效。若非有意，请让一个在另一个开始之日结束。",
        $"`{Quote(one)}` and `{Quote(other)}` are alike but for their periods, and neither applies {days.En}. Unless this is meant, let one end on the day on which the other begins.");

    /// <summary>The days from one up to but not including another, as people name them: with the last one.</summary>
    public static LocalizedText Days(DateOnly from, DateOnly to)
    {
        var (first, last) = (Day(from), to == DateOnly.MaxValue ? "" : Day(to.AddDays(-1)));
        return (from == DateOnly.MinValue, to == DateOnly.MaxValue) switch
        {
            (false, false) => new($"{first} 至 {last}", $"from {first} to {last}"),
            (false, true) => new($"{first} 起", $"from {first} on"),
            (true, false) => new($"{last} 止", $"until {last}"),
            (true, true) => new("始终", "always"),
        };

        static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
    }

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

    public static LocalizedText SameEntry(string entry, string other) => new(
        $"条目 `{Quote(entry)}` 与 `{Quote(other)}` 相同。请删去其一。", $"The entry `{Quote(entry)}` says the same as `{Quote(other)}`. Remove one of them.");

    public static LocalizedText ContradictingEntry(ListEntry entry, ListEntry other) => new(
        $"条目 `{Quote(entry.Id)}`（{Quote(entry.Effect)}）与 `{Quote(other.Id)}`（{Quote(other.Effect)}）取值相同而后果不同，只有后者起作用。请删去其一。",
        $"The entries `{Quote(entry.Id)}` ({Quote(entry.Effect)}) and `{Quote(other.Id)}` ({Quote(other.Effect)}) have the same values: only the latter takes effect. Remove one of them.");

    public static LocalizedText WeakerEntry(ListEntry entry, ListEntry other) => new(
        $"条目 `{Quote(entry.Id)}` 永远不决定后果：命中它的，`{Quote(other.Id)}`（{Quote(other.Effect)}）也命中且更强。请删去或更正。",
        $"The entry `{Quote(entry.Id)}` never decides: whatever it hits, `{Quote(other.Id)}` ({Quote(other.Effect)}) hits too and is stronger. Remove or correct it.");

    public static LocalizedText NarrowerEntry(string entry, string other) => new(
        $"条目 `{Quote(entry)}` 已包含在 `{Quote(other)}` 之中，后果相同。", $"The entry `{Quote(entry)}` is within `{Quote(other)}`, which has the same effect.");

    public static LocalizedText HiddenBin(string id, int bin) => new(
        $"指标 `{Quote(id)}` 的第 {bin} 档永远不起作用：前面的档位已全部覆盖。请删去或更正。",
        $"Bin {bin} of `{Quote(id)}` never counts: the bins before it cover it. Remove or correct it.");

    public static LocalizedText OverlappingBins(string id, int one, int other) => new(
        $"指标 `{Quote(id)}` 的第 {one} 档与第 {other} 档重叠，以前者为准。", $"Bins {one} and {other} of `{Quote(id)}` overlap; the former counts.");

    public static LocalizedText NoBin(string id) => new(
        $"指标 `{Quote(id)}` 在此区域没有档位，计 0 分。", $"No bin of `{Quote(id)}` holds here: it gives 0 points.");

    public static LocalizedText HiddenOverride(string id) => new(
        $"强制规则 `{Quote(id)}` 永远不起作用：不可能成立，或总被前面的规则先行决定。请删去或更正。",
        $"The override `{Quote(id)}` never decides: it cannot be true, or others always come first. Remove or correct it.");

    public static LocalizedText NoGrade(decimal score) => new(
        string.Create(CultureInfo.InvariantCulture, $"得分 {score} 可以达到，却没有对应的等级。请补充等级区间。"),
        string.Create(CultureInfo.InvariantCulture, $"The score {score} can be reached and has no grade. Add a band."));

    public static LocalizedText UnreachedGrade(string grade, decimal low, decimal high) => new(
        string.Create(CultureInfo.InvariantCulture, $"等级 `{Quote(grade)}` 无法由得分达到（可达得分 {low} 至 {high}）。请更正等级区间或分值。"),
        string.Create(CultureInfo.InvariantCulture, $"The grade `{Quote(grade)}` is reached by no score (scores run from {low} to {high}). Correct the bands or the points."));

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
