using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>A box throughout which two models each give one outcome.</summary>
internal sealed record Pair(
    Box Box, Outcome Before, Outcome After, ImmutableArray<Line> LinesBefore, ImmutableArray<Line> LinesAfter);

/// <summary>Runs through the boxes on which two models may differ, by splitting along the lines that leave something open;
/// exact unless the budget ends. Lines that both models have alike, in the same order, cancel out: the work follows what
/// differs and not the size of the documents.</summary>
internal sealed class PairSearch(Model before, Model after, Budget budget)
{
    private const int Probes = 40;
    private const int PiecesPerRegion = 20;

    private readonly HashSet<Line> _alike = Alike(before, after);
    private readonly Dice _dice = new();

    /// <summary>True when a box need not be looked at: nothing that is sought can lie in it.</summary>
    public Func<Box, bool> Skip { get; init; } = static _ => false;

    /// <summary>Whether a pair is what is sought; by default that its outcomes differ.</summary>
    public Func<Pair, bool> Sought { get; init; } = static pair => pair.Before.Text != pair.After.Text;

    /// <summary>The first pair that is sought.</summary>
    public Answer First(Box box, out Pair? found)
    {
        found = Probed(box);
        if (found is not null) return Answer.Yes;
        var complete = Run(box, out var pairs, 1);
        found = pairs.FirstOrDefault();
        return found is not null ? Answer.Yes : complete ? Answer.No : Answer.Undecided;
    }

    /// <summary>All pairs that are sought, in disjoint boxes, neighbours joined. False when the budget ended, or when there are
    /// more than wanted.</summary>
    public bool All(Box box, int most, out List<Pair> found)
    {
        var complete = Run(box, out var pairs, most * PiecesPerRegion);
        found = Joining.Joined(pairs);
        if (found.Count <= most) return complete;
        found.RemoveRange(most, found.Count - most);
        budget.End();
        return false;
    }

    private bool Run(Box whole, out List<Pair> found, int most)
    {
        found = [];
        var open = new Stack<(Box Box, ImmutableArray<Line> Before, ImmutableArray<Line> After)>();
        open.Push((whole, before.Lines, after.Lines));
        while (open.TryPop(out var part))
        {
            if (!budget.Spend(part.Before.Length + part.After.Length + 1)) return false;
            if (part.Box.IsEmpty || Skip(part.Box)) continue;
            var (ones, others) = (Near(before, part.Before, part.Box), Near(after, part.After, part.Box));
            var odd = ones.Concat(others).Where(l => !_alike.Contains(l)).ToList();
            if (odd.Count == 0 && before.Otherwise == after.Otherwise && Alike(before) == Alike(after)) continue;
            var split = odd.Find(l => !l.Box.Covers(part.Box)) ?? Open(before, ones, part.Box) ?? Open(after, others, part.Box);
            if (split is not null)
            {
                var inside = part.Box.Intersect(split.Box);
                open.Push((inside, ones, others));
                foreach (var piece in part.Box.Outside(split.Box)) open.Push((piece, ones, others));
                continue;
            }

            var pair = Decided(part.Box, ones, others);
            if (!Sought(pair)) continue;
            if (found.Count == most)
            {
                budget.End();
                return false;
            }

            found.Add(pair);
            if (most == 1) return true;
        }

        return true;
    }

    /// <summary>A few points, before anything is split.</summary>
    private Pair? Probed(Box box)
    {
        if (box.IsEmpty) return null;
        for (var i = 0; i < Probes && budget.Spend(before.Lines.Length + after.Lines.Length); i++)
        {
            var point = box.Point(_dice);
            var at = Box.Of(box.Space, point);
            if (at.IsEmpty || Skip(at)) continue;
            var pair = Decided(at, Hits(before, point), Hits(after, point));
            if (Sought(pair)) return pair;
        }

        return null;
    }

    private Pair Decided(Box box, IReadOnlyList<Line> ones, IReadOnlyList<Line> others)
    {
        var ((one, by), (other, byOther)) = (before.Decide(ones), after.Decide(others));
        return new Pair(box, one, other, by, byOther);
    }

    private static List<Line> Hits(Model model, int[] point)
    {
        var hits = new List<Line>();
        foreach (var line in model.Lines)
        {
            if (!line.Box.Has(point)) continue;
            hits.Add(line);
            if (model.FirstWins) break;
        }

        return hits;
    }

    /// <summary>The lines that hit somewhere in a box and are not hidden by an earlier one everywhere.</summary>
    private static ImmutableArray<Line> Near(Model model, ImmutableArray<Line> lines, Box box)
    {
        var near = ImmutableArray.CreateBuilder<Line>();
        foreach (var line in lines)
        {
            if (!line.Box.Overlaps(box)) continue;
            near.Add(line);
            if (model.FirstWins && line.Box.Covers(box)) break;
        }

        return near.DrainToImmutable();
    }

    /// <summary>The first line that leaves open what is decided; null when nothing does.</summary>
    private static Line? Open(Model model, ImmutableArray<Line> near, Box box)
    {
        if (model.FirstWins) return near.IsEmpty || near[0].Box.Covers(box) ? null : near[0];
        return near.FirstOrDefault(l => !l.Box.Covers(box));
    }

    private static (HitPolicy, bool) Alike(Model model) => (model.Policy, model.FirstWins);

    /// <summary>The lines that two models have alike, in a common order; none when their hit policies differ.</summary>
    private static HashSet<Line> Alike(Model before, Model after)
    {
        if (Alike(before) != Alike(after)) return [];
        var places = new Dictionary<(int, string), Queue<Line>>();
        foreach (var line in after.Lines)
        {
            var key = (Hash(line.Box), line.Outcome.Text);
            if (!places.TryGetValue(key, out var queue)) places[key] = queue = [];
            queue.Enqueue(line);
        }

        var place = after.Lines.Select((line, at) => (line, at)).ToDictionary(p => p.line, p => p.at);
        var matches = new List<(Line One, Line Other, int At)>();
        foreach (var line in before.Lines)
        {
            if (places.TryGetValue((Hash(line.Box), line.Outcome.Text), out var queue) && queue.TryPeek(out var other)
                && other.Box.SameAs(line.Box)) matches.Add((line, queue.Dequeue(), place[other]));
        }

        return [.. Ascending.Longest(matches, m => m.At).SelectMany(m => new[] { m.One, m.Other })];
    }

    private static int Hash(Box box)
    {
        var hash = new HashCode();
        foreach (var d in box.Narrow) hash.Add((d, box[d]));
        return hash.ToHashCode();
    }
}
