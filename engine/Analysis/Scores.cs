using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>The scores that scorecards can reach, characteristics that share an input taken together: sums of one choice per
/// group, each with a box in which it is made. With two scorecards the scores come in pairs.</summary>
internal sealed class Scores
{
    private const int Most = 200_000;

    private Scores(ImmutableArray<Dictionary<(decimal One, decimal Other), Box>> reached) => Reached = reached;

    /// <summary>By number of groups summed, each reachable pair of scores with a box that gives it; the last is the
    /// whole.</summary>
    public ImmutableArray<Dictionary<(decimal One, decimal Other), Box>> Reached { get; }

    /// <summary>Null when there are too many different scores, or when the characteristics cannot be summed one by one.</summary>
    public static Scores? Of(Space space, (decimal One, decimal Other) start, IEnumerable<ImmutableArray<Choice>> groups, Budget budget)
    {
        var reached = new List<Dictionary<(decimal, decimal), Box>> { new() { [start] = space.All } };
        foreach (var choices in groups)
        {
            var next = new Dictionary<(decimal, decimal), Box>();
            foreach (var ((one, other), box) in reached[^1])
            foreach (var choice in choices)
            {
                if (!budget.Spend(1) || next.Count > Most) return null;
                if (Compiling.Sum.TryAdd(one, choice.One, out var first) && Compiling.Sum.TryAdd(other, choice.Other, out var second))
                    next.TryAdd((first, second), box.Intersect(choice.Box));
            }

            reached.Add(next);
        }

        return new Scores([.. reached]);
    }

    /// <summary>The choices of a group of characteristics that read the same dimension: one per distinct pair of points.</summary>
    public static ImmutableArray<Choice> Choices(Space space, int dimension, IReadOnlyList<Model> ones, IReadOnlyList<Model> others)
    {
        var choices = new Dictionary<(decimal, decimal), List<int>>();
        for (var atom = 0; atom < space.Dimensions[dimension].Atoms; atom++)
        {
            var at = space.All.With(dimension, AtomSet.Range(atom, atom + 1));
            var points = (ones.Sum(m => Points(m, at)), others.Sum(m => Points(m, at)));
            if (!choices.TryGetValue(points, out var atoms)) choices[points] = atoms = [];
            atoms.Add(atom);
        }

        return [.. choices.Select(c => new Choice(c.Key.Item1, c.Key.Item2, space.All.With(dimension, AtomSet.Of(c.Value.Select(a => (a, a + 1))))))];
    }

    private static decimal Points(Model model, Box at) =>
        (model.Lines.FirstOrDefault(l => l.Box.Covers(at))?.Outcome ?? model.Otherwise).Value.AsNumber();
}

/// <summary>Points that a group of characteristics gives somewhere, in two scorecards.</summary>
internal sealed record Choice(decimal One, decimal Other, Box Box);
