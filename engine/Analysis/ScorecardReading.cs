using System.Collections.Immutable;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Reads a scorecard into boxes: its bins, its overrides, and the scores of its grades.</summary>
internal sealed class ScorecardReading
{
    private readonly ScorecardDocument _card;
    private readonly ImmutableArray<(int? Dimension, ImmutableArray<Side> Bins)> _characteristics;
    private readonly ImmutableArray<ImmutableArray<ImmutableArray<Side>>> _overrides;

    public ScorecardReading(Subject subject, ScorecardDocument card, SpaceBuilder builder)
    {
        _card = card;
        _characteristics = [.. card.Characteristics.Select(c => Read(subject, c, builder))];
        var conditions = new ConditionReading(subject, builder);
        _overrides = [.. card.Overrides.Select(o => conditions.Of(o.When, Wanted.True))];
        Grades = [.. card.Grades.Select(g => Feel.CompileTests(g.When, DataType.Number, subject.Items.Scope, new Compiling.Reporter(""))!)];
    }

    /// <summary>The tests of the grade bands on the score.</summary>
    public ImmutableArray<UnaryTests> Grades { get; }

    /// <summary>The bins of a characteristic as boxes, in order.</summary>
    public ImmutableArray<Box> Bins(Space space, int characteristic) =>
        [.. _characteristics[characteristic].Bins.Select(b => space.BoxOf([b]))];

    /// <summary>The overrides as lines, the first that is true winning; none of them gives <see cref="Outcome.None"/>.</summary>
    public Model Overrides(Space space)
    {
        var lines = from i in Enumerable.Range(0, _overrides.Length)
                    from sides in _overrides[i]
                    let given = Outcome.Of(Value.Object(Context.Of(("override", Value.Text(_card.Overrides[i].Id)), ("grade", Value.Text(_card.Overrides[i].Grade)))))
                    select new Line(_card.Overrides[i].Id, i, space.BoxOf(sides), given);
        return new Model(HitPolicy.First, [.. lines], FirstWins: true, Outcome.None, HasDefault: true);
    }

    /// <summary>By characteristic, the dimension it reads; null when its bins are conditions.</summary>
    public ImmutableArray<int?> Dimensions => [.. _characteristics.Select(c => c.Dimension)];

    /// <summary>The points of a characteristic by box: the first bin that holds, 0 where none does.</summary>
    public Model Points(Space space, int characteristic)
    {
        var bins = Bins(space, characteristic);
        var source = _card.Characteristics[characteristic].Bins;
        return new Model(
            HitPolicy.First, [.. bins.Select((box, i) => new Line($"{_card.Characteristics[characteristic].Id}/{i + 1}", i, box, Outcome.Of(Value.Number(source[i].Points))))],
            FirstWins: true, Outcome.Of(Value.Number(0)), HasDefault: true);
    }

    /// <summary>The grade of a score; null when no band holds it.</summary>
    public string? GradeOf(decimal score)
    {
        var frame = new Frame { Facts = Expressions.Binding.Binder.NoFacts, Document = _card.Key };
        for (var i = 0; i < Grades.Length; i++)
            if (Grades[i].Test(frame, Value.Number(score)) is true) return _card.Grades[i].Grade;
        return null;
    }

    private static (int?, ImmutableArray<Side>) Read(Subject subject, Characteristic characteristic, SpaceBuilder builder)
    {
        var input = subject.Expression(characteristic.Input);
        var dimension = builder.Input(subject, input.Syntax, input.Type);
        return (dimension, [.. characteristic.Bins.Select(bin => Bin(subject, bin.When, input.Type, dimension, input.Syntax, builder))]);
    }

    private static Side Bin(Subject subject, string when, DataType type, int? dimension, Node input, SpaceBuilder builder)
    {
        var cell = Feel.CompileTests(when, type, subject.Items.Scope, new Compiling.Reporter(""))!;
        if (dimension is { } d && CellSets.Of(cell, builder.AxisOf(d)) is { } set) return builder.Use(d, set);
        return builder.Condition(input, cell);
    }
}
