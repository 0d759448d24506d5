namespace Policy.Engine.Analysis;

/// <summary>Whether an output follows an input: two points that differ in the input only are compared, over all inputs.</summary>
internal static class Monotone
{
    public static IReadOnlyList<Finding>? Check(Subject subject, PropertyStatement property, Budget budget)
    {
        if (subject.Document is not DecisionTableDocument { HitPolicy: not (HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect) } table) return null;
        var builder = new SpaceBuilder();
        var reading = new TableReading(subject, table, builder);
        var input = subject.Expression(property.Input!);
        if (builder.Input(subject, input.Syntax, input.Type) is not { } dimension) return null;
        var space = builder.Build();
        var model = reading.In(space);
        var order = new OutputOrder(table, property.Output!);
        if (model.Lines.Any(l => !order.IsKnown(l.Outcome)) || !order.IsKnown(model.Otherwise)) return null;

        var twins = new Twins(space, dimension);
        var values = AtomSet.Range(0, space.Dimensions[dimension].ValueAtoms);
        var falling = property.Direction == "nonincreasing" ? -1 : 1;
        var search = new PairSearch(twins.Here(model), twins.There(model), budget)
        {
            Skip = box => box[dimension].First >= box[twins.Twin].Last,
            Sought = pair => pair.Box[dimension].First < pair.Box[twins.Twin].Last && falling * order.Compare(pair.Before, pair.After) > 0,
        };
        if (search.First(twins.Space.All.With(dimension, values).With(twins.Twin, values), out var pair) != Answer.Yes) return [];

        var (lower, higher) = (AtBound(space, pair!, dimension, dimension, s => s.First), AtBound(space, pair!, dimension, twins.Twin, s => s.Last));
        var witness = new Witness(subject);
        var one = witness.In(lower, f => order.Of(subject.Evaluate(f)) is not null);
        var other = one is null ? null : witness.In(higher, f => falling * order.Compare(subject.Evaluate(one), subject.Evaluate(f)) > 0);
        var rows = pair!.LinesBefore.Concat(pair.LinesAfter).Select(l => l.Id).Distinct();
        return
        [
            Properties.Broken(subject, property, lower, rows, Messages.NotMonotone(property, RegionText.Side(lower, dimension), RegionText.Side(higher, dimension)), other is null ? null : one)
                with { Compared = other },
        ];
    }

    /// <summary>The part of a pair's box, in the space without the twin, with the lowest or highest values of the input.</summary>
    private static Box AtBound(Space space, Pair pair, int dimension, int side, Func<AtomSet, int> bound)
    {
        var sides = Enumerable.Range(0, space.Dimensions.Length).Select(d => pair.Box[d]).ToArray();
        var atom = bound(pair.Box[side]);
        sides[dimension] = AtomSet.Range(atom, atom + 1);
        return new Box(space, sides);
    }
}

/// <summary>The order of the values of one output: numbers, texts by their place in the declared values, false before true.</summary>
internal sealed class OutputOrder(DecisionTableDocument table, string output)
{
    private readonly TableOutput _output = table.Outputs.First(o => o.Name == output);

    /// <summary>True when the output is a constant, or absent.</summary>
    public bool IsKnown(Outcome outcome) => outcome.Value.Kind != ValueKind.Object || Of(outcome.Value) is not null || Raw(outcome.Value).IsNull;

    /// <summary>Negative, zero or positive; zero also when one is absent.</summary>
    public int Compare(Outcome one, Outcome other) => Compared(Of(one.Value), Of(other.Value));

    public int Compare(Evaluation one, Evaluation other) => Compared(Of(one), Of(other));

    /// <summary>The rank in an evaluation; null when it is absent.</summary>
    public decimal? Of(Evaluation evaluation) => !evaluation.Faults.IsEmpty ? null : evaluation.Outputs switch
    {
        { Kind: ValueKind.List } list when list.AsList() is [var only] => Of(only),
        var value => Of(value),
    };

    private static int Compared(decimal? one, decimal? other) => one is null || other is null ? 0 : one.Value.CompareTo(other.Value);

    private decimal? Of(Value outputs) => Raw(outputs) switch
    {
        { Kind: ValueKind.Number } number => number.AsNumber(),
        { Kind: ValueKind.Boolean } truth => truth.IsTrue ? 1 : 0,
        { Kind: ValueKind.Text } text when _output.Values.Contains(text.AsText()) => _output.Values.IndexOf(text.AsText()),
        _ => null,
    };

    private Value Raw(Value outputs) => outputs.Kind switch
    {
        ValueKind.Object => outputs.AsObject()[output],
        ValueKind.Number => outputs,
        _ => Value.Null,
    };
}
