using System.Globalization;
using Policy.Engine.Cases;

namespace Policy.Host.Cli;

/// <summary>The coverage of a document as a table: one line per kind of thing, with what is missing.</summary>
internal static class CoverageTable
{
    private const int MostNamed = 12;
    private const int LongestText = 40;

    public static void Write(CoverageReport report, TextWriter output)
    {
        output.WriteLine(report.Coverage.Document + Place(report.Release));
        if (!report.Coverage.IsMeasured) output.WriteLine("  not measured: its parts are not told apart");
        foreach (var kind in report.Coverage.Items.Select(i => i.Kind).Distinct())
        {
            var missing = report.Coverage.Items.Where(i => i.Kind == kind && i.CanDecide && i.Cases.IsEmpty).Select(Name);
            output.WriteLine(Line(kind.ToString().ToLowerInvariant(), report.Coverage.Of(kind), "no case: ", missing));
        }

        if (!report.Coverage.Thresholds.IsEmpty)
            output.WriteLine(Line("limit", report.Coverage.Sides, "no case: ", report.Coverage.Thresholds.SelectMany(Missing)));
        if (report.Score is { IsMutated: false }) output.WriteLine("  mutant     not mutated");
        else if (report.Score is { } score) output.WriteLine(Line("mutant", score.Score, Outcomes(score), Survivors(score)));
        output.WriteLine();
    }

    /// <summary>The release, when there are several.</summary>
    public static string Place(FileRelease release) =>
        release.Zone is null ? "" : string.Create(CultureInfo.InvariantCulture, $" [{release.Zone} {release.From:yyyy-MM-dd}]");

    /// <summary>A tally as counts and per cent.</summary>
    public static string Text(Tally tally) => string.Create(CultureInfo.InvariantCulture, $"{tally.Count}/{tally.Total} ({tally.Percent:0.#} %)");

    private static string Line(string what, Tally tally, string label, IEnumerable<string> missing)
    {
        var names = missing.Distinct().ToList();
        var shown = string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
        return $"  {what,-10} {Text(tally),-18} {(names.Count == 0 && label.EndsWith(": ", StringComparison.Ordinal) ? "" : label + shown)}".TrimEnd();
    }

    private static string Name(CoveredItem item) => item.Id.Length == 0 ? "otherwise" : item.Id;

    private static IEnumerable<string> Missing(CoveredThreshold threshold)
    {
        var bound = threshold.Bound.ToString().Trim('"');
        if (threshold.Below.IsEmpty) yield return $"{threshold.Item} {Short(threshold.Input)} below {bound}";
        if (threshold.Above.IsEmpty) yield return $"{threshold.Item} {Short(threshold.Input)} above {bound}";
    }

    private static string Short(string? text) => text is { Length: > LongestText } ? text[..(LongestText - 1)] + "…" : text ?? "";

    private static string Outcomes(MutationScore score)
    {
        var sampled = score.IsSampled ? $"{score.Mutants.Length} of {score.Total} tried; " : "";
        var (equivalent, open) = (score.Count(MutantOutcome.Equivalent), score.Count(MutantOutcome.NotDecided));
        return $"{sampled}{equivalent} equivalent, {open} not decided, {score.Count(MutantOutcome.Survived)} survived"
            + (score.Count(MutantOutcome.Survived) == 0 ? "" : ": ");
    }

    private static IEnumerable<string> Survivors(MutationScore score) => score.Mutants.Where(m => m.Outcome == MutantOutcome.Survived).Select(m =>
        $"{m.Item} {Short(m.Column)} {m.Kind switch { MutationKind.DropItem => "dropped", MutationKind.SwapItems => $"after {m.After}", _ => $"{Short(m.Before)} → {Short(m.After)}" }}"
            .Replace("  ", " ", StringComparison.Ordinal).Trim());
}
