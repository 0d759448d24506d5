namespace Policy.Engine.Analysis;

/// <summary>Inputs that change no outcome: two points that differ in nothing else always give the same.</summary>
internal static class UnusedInputs
{
    public static void Find(Study study)
    {
        for (var d = 0; d < study.Space.Dimensions.Length; d++)
        {
            var dimension = study.Space.Dimensions[d];
            if (dimension.Kind is not (DimensionKind.Field or DimensionKind.Expression)) continue;
            study.Budget.Begin();
            if (Matters(study, d)) continue;
            study.Proved(FindingCode.UnusedInput, Severity.Information, [], Messages.UnusedInput(dimension.Name));
        }
    }

    private static bool Matters(Study study, int dimension)
    {
        if (study.Model.Lines.All(l => l.Box[dimension].Equals(study.Space.Dimensions[dimension].All))) return false;
        var twins = new Twins(study.Space, dimension);
        return new PairSearch(twins.Here(study.Model), twins.There(study.Model), study.Budget).First(twins.Space.All, out _) != Answer.No;
    }
}

/// <summary>A space with one dimension twice, for comparing two points that differ only there.</summary>
internal sealed class Twins(Space space, int dimension)
{
    public Space Space { get; } = new([.. space.Dimensions, space.Dimensions[dimension]]);

    /// <summary>Position of the second.</summary>
    public int Twin { get; } = space.Dimensions.Length;

    /// <summary>A model that reads the first.</summary>
    public Model Here(Model model) => Moved(model, static (sides, all) => [.. sides, all]);

    /// <summary>A model that reads the second.</summary>
    public Model There(Model model) => Moved(model, (sides, all) =>
    {
        AtomSet[] moved = [.. sides, sides[dimension]];
        moved[dimension] = all;
        return moved;
    });

    private Model Moved(Model model, Func<AtomSet[], AtomSet, AtomSet[]> move)
    {
        var all = space.Dimensions[dimension].All;
        var lines = model.Lines.ToDictionary(
            l => l, l => l with { Box = new Box(Space, move([.. Enumerable.Range(0, Twin).Select(d => l.Box[d])], all)) });
        return model with
        {
            Lines = [.. model.Lines.Select(l => lines[l])],
            Places = model.Places.ToDictionary(p => lines[p.Key], p => p.Value),
        };
    }
}
