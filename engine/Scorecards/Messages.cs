using System.Globalization;

namespace Policy.Engine.Scorecards;

/// <summary>What checking and running scorecards says.</summary>
internal static class Messages
{
    public static readonly LocalizedText NoGrades = new("评分卡需要 `grades`。请补上。", "A scorecard needs `grades`. Add them.");

    public static LocalizedText NoGrade(decimal score)
    {
        var text = score.ToString(CultureInfo.InvariantCulture);
        return new($"没有与得分 `{text}` 相应的等级。", $"No grade holds for the score `{text}`.");
    }

    public static readonly LocalizedText Overflow = new("得分超出十进制数的范围。", "The score is outside the range of decimals.");
}
