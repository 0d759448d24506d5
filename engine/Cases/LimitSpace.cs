using System.Collections.Immutable;
using Policy.Engine.Analysis;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Cases;

/// <summary>The inputs of a document, and the limits of its cells as sets that its space is cut along.</summary>
internal sealed class LimitSpace(Subject subject, SpaceBuilder builder)
{
    private readonly List<(string Name, int? Dimension, ValueSet? Domain)> _inputs = [];

    /// <summary>Adds an input; gives its position.</summary>
    public int Input(string text, Expression expression)
    {
        var dimension = builder.Input(subject, expression.Syntax, expression.Type);
        var domain = dimension is { } d ? FieldPath.Of(subject, expression.Syntax)?.Domain(builder.AxisOf(d)) ?? ValueSet.All(builder.AxisOf(d)) : null;
        _inputs.Add((text, dimension, domain));
        return _inputs.Count - 1;
    }

    /// <summary>Adds the day with which periods are compared; gives its position.</summary>
    public int Day()
    {
        var day = builder.Day();
        _inputs.Add(("date(declaredAt)", day, ValueSet.All(builder.AxisOf(day)).WithoutNull()));
        return _inputs.Count - 1;
    }

    /// <summary>A cell with the limits of its set of values; a cell that is no such set draws none.</summary>
    public WatchedCell Cell(int input, UnaryTests tests)
    {
        var (_, dimension, _) = _inputs[input];
        return Cell(input, dimension is { } d && !tests.IsAny ? CellSets.Of(tests, builder.AxisOf(d)) : null);
    }

    /// <summary>The cell that a period is.</summary>
    public WatchedCell Period(int input, DateOnly? from, DateOnly? to) => Cell(input, builder.Period(from, to)?.Values);

    /// <summary>The inputs that may be absent, as far as the fact type is concerned.</summary>
    public IEnumerable<Goal> Absences(Space space)
    {
        for (var i = 0; i < _inputs.Count; i++)
        {
            if (_inputs[i] is not ({ } name, { } d, { HasNull: true } domain) || space.Dimensions[d].Kind != DimensionKind.Field) continue;
            var absence = ValueSet.Null(domain.Axis);
            yield return Goal.Absent(name, i, space.All.With(d, space.Dimensions[d].AtomsOf(absence)), absence);
        }
    }

    /// <summary>A box with the values that a goal asks for on the side of its cell.</summary>
    public Box Narrowed(Box box, Goal goal) => goal.Values is { } values && _inputs[goal.Line!.Cells[goal.Cell].Input].Dimension is { } d
        ? box.With(d, box.Space.Dimensions[d].AtomsOf(values))
        : box;

    private WatchedCell Cell(int input, ValueSet? set)
    {
        var (name, dimension, domain) = _inputs[input];
        ImmutableArray<Limit> limits = set is null ? [] : Limit.Of(set, domain!);
        foreach (var values in limits.SelectMany(l => l.Sets)) builder.Use(dimension!.Value, values);
        return new WatchedCell(input, name, limits);
    }
}
