using System.Collections.Immutable;

namespace Policy.Engine.Cases;

/// <summary>Measures what the cases of a document show.</summary>
internal static class Coverage
{
    public static CaseCoverage Of(Watch watch)
    {
        var seen = watch.Cases().ToList();
        var items = watch.Lines.Select(line => Item(line, seen)).ToImmutableArray();
        var thresholds =
            from line in watch.Lines
            where items[line.Place].CanDecide
            from cell in Enumerable.Range(0, line.Cells.Length)
            from limit in line.Cells[cell].Limits
            select new CoveredThreshold(
                line.Id, line.Cells[cell].Name, limit.Bound,
                Showing(seen, Goal.At(line, cell, limit.Bound, limit.Below)),
                Showing(seen, Goal.At(line, cell, limit.Bound, limit.Above)));
        return new CaseCoverage(watch.Subject.Document.Key, items, [.. thresholds], true);
    }

    private static CoveredItem Item(WatchedLine line, List<(string Case, Sight Sight)> seen)
    {
        var cases = Showing(seen, Goal.Decides(line));
        return new CoveredItem(line.Kind, line.Id, cases, !cases.IsEmpty || !line.Never());
    }

    private static ImmutableArray<string> Showing(List<(string Case, Sight Sight)> seen, Goal goal) =>
        [.. seen.Where(s => s.Sight.Shows(goal)).Select(s => s.Case)];
}
