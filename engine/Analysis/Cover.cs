namespace Policy.Engine.Analysis;

/// <summary>An answer that may stay open.</summary>
internal enum Answer
{
    No,
    Yes,
    Undecided,
}

/// <summary>Finds a part of a box that other boxes leave uncovered, by subtracting them; exact unless the budget ends.</summary>
internal sealed class Cover(Budget budget)
{
    private const int Probes = 24;

    private readonly Dice _dice = new();

    /// <summary>Whether anything of the box lies outside all others.</summary>
    /// <param name="box">The box.</param>
    /// <param name="covers">The boxes that may cover it.</param>
    /// <param name="gap">A largest box that is not covered, when the answer is yes.</param>
    public Answer Uncovered(Box box, IReadOnlyList<Box> covers, out Box gap)
    {
        gap = box;
        if (box.IsEmpty) return Answer.No;
        var all = covers.Where(c => c.Overlaps(box)).ToList();
        if (!budget.Spend(covers.Count)) return Answer.Undecided;
        for (var i = 0; i < Probes; i++)
        {
            var point = box.Point(_dice);
            if (all.Exists(c => c.Has(point)) || Box.Of(box.Space, point) is not { IsEmpty: false } free) continue;
            gap = Grown(free, box, all);
            return Answer.Yes;
        }

        var open = new Stack<(Box Box, List<Box> Covers)>([(box, all)]);
        while (open.TryPop(out var part))
        {
            if (!budget.Spend(part.Covers.Count + 1)) return Answer.Undecided;
            if (part.Box.IsEmpty) continue;
            var near = part.Covers.FindAll(c => c.Overlaps(part.Box));
            if (near.Count == 0)
            {
                gap = Grown(part.Box, box, all);
                return Answer.Yes;
            }

            // The box that sticks out on the fewest sides leaves the fewest pieces; none at all: the part is covered.
            var best = near.MinBy(c => c.Open(part.Box))!;
            foreach (var piece in part.Box.Outside(best)) open.Push((piece, near));
        }

        return Answer.No;
    }

    /// <summary>Disjoint boxes that make up all that is uncovered.</summary>
    /// <param name="box">The box.</param>
    /// <param name="covers">The boxes that may cover it.</param>
    /// <param name="most">How many are wanted at most; the budget ends when there are more.</param>
    public List<Box> AllUncovered(Box box, IEnumerable<Box> covers, int most)
    {
        var (gaps, taken) = (new List<Box>(), covers.ToList());
        while (true)
        {
            var answer = Uncovered(box, taken, out var gap);
            if (answer != Answer.Yes) return gaps;
            if (gaps.Count == most)
            {
                budget.End();
                return gaps;
            }

            gaps.Add(gap);
            taken.Add(gap);
        }
    }

    /// <summary>Widens an uncovered box side by side as far as nothing covers it.</summary>
    private static Box Grown(Box gap, Box within, List<Box> covers)
    {
        foreach (var d in gap.Space.BySize.Reverse())
        {
            var wide = gap.With(d, within[d]);
            var taken = covers.Where(c => c.Overlaps(wide)).Select(c => c[d]).Distinct().SelectMany(side => side.Stretches());
            gap = wide.With(d, within[d].Except(AtomSet.Of(taken)));
        }

        return gap;
    }
}
