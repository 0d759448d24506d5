using System.Collections.Immutable;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Collects the inputs and the sets of values in use before the space is cut into atoms. Documents that are
/// compared are read into the same builder.</summary>
internal sealed class SpaceBuilder
{
    private static readonly Axis Truth = Axis.Of(DataType.Boolean)!;

    private readonly List<Draft> _drafts = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>The dimension of an input; null when its values have no order, so that no set of them can be told.</summary>
    public int? Input(Subject subject, Node syntax, DataType type)
    {
        if (Axis.Of(type) is not { } axis) return null;
        var name = Printer.Print(syntax);
        var path = FieldPath.Of(subject, syntax);
        return Place(name, () => new Draft(name, path is null ? DimensionKind.Expression : DimensionKind.Field, path, path?.Domain(axis) ?? ValueSet.All(axis)));
    }

    /// <summary>The dimension of the day with which periods are compared. Facts without a day are a fault wherever there
    /// are periods, and no decision.</summary>
    public int Day() => Place("\0day", static () => new Draft("date(declaredAt)", DimensionKind.Day, null, ValueSet.All(Axis.Of(DataType.Date)!).WithoutNull()));

    /// <summary>A condition that is true.</summary>
    public Side Condition(string text, bool holds = true)
    {
        var place = Place("\0" + text, () => new Draft(text, DimensionKind.Condition, null, ValueSet.All(Truth).WithoutNull()));
        return Use(place, ValueSet.Of(Truth, Value.Boolean(holds)));
    }

    /// <summary>A cell that is no set of values, as the condition that it is.</summary>
    public Side Condition(Node input, UnaryTests cell)
    {
        var tested = new In(input, cell.Syntax.Items);
        return Condition(Printer.Print(cell.Syntax.Negated ? new Invocation("not", ImmutableArray.Create<Node>(tested)) : tested));
    }

    /// <summary>A field that contains a keyword.</summary>
    public Side Keyword(Subject subject, string field, string keyword)
    {
        var name = $"contains({field}, {Texts.Quoted(keyword)})";
        var place = Place("\0" + name, () => new Draft(name, DimensionKind.Keyword, FieldPath.Of(subject, new Name(field)), ValueSet.All(Truth).WithoutNull())
        {
            Keyword = keyword,
        });
        return Use(place, ValueSet.Of(Truth, Value.True));
    }

    /// <summary>A side; the dimension will be cut along its set.</summary>
    public Side Use(int dimension, ValueSet values)
    {
        _drafts[dimension].Sets.Add(values);
        return new Side(dimension, values);
    }

    /// <summary>A side for an effective period; null for one that is always in force.</summary>
    public Side? Period(DateOnly? from, DateOnly? to)
    {
        if ((from ?? to) is null) return null;
        var dimension = Day();
        var axis = _drafts[dimension].Domain.Axis;
        var low = from is { } first ? axis.Before(Value.Date(first)) : Cut.Lowest;
        var high = to is { } end && end != DateOnly.MaxValue ? axis.Before(Value.Date(end)) : Cut.Highest;
        return Use(dimension, ValueSet.Between(axis, low, high));
    }

    public Axis AxisOf(int dimension) => _drafts[dimension].Domain.Axis;

    public Space Build() => new(_drafts.Select(d => new Dimension(d.Name, d.Kind, d.Path, d.Domain, d.Sets) { Keyword = d.Keyword }));

    private int Place(string key, Func<Draft> draft)
    {
        if (_places.TryGetValue(key, out var place)) return place;
        _drafts.Add(draft());
        return _places[key] = _drafts.Count - 1;
    }

    private sealed record Draft(string Name, DimensionKind Kind, FieldPath? Path, ValueSet Domain)
    {
        public HashSet<ValueSet> Sets { get; } = [];

        public string? Keyword { get; init; }
    }
}

/// <summary>Where a field's value lies in the facts.</summary>
/// <param name="Names">The names on the way, from the facts or from the item.</param>
/// <param name="OfItem">True when it belongs to the item of <c>forEach</c>.</param>
/// <param name="Field">The field.</param>
/// <param name="IsOptional">True when it, or an object on the way, may be absent.</param>
internal sealed record FieldPath(ImmutableArray<string> Names, bool OfItem, FactField Field, bool IsOptional)
{
    /// <summary>The path that an expression is; null when it is anything else than a field.</summary>
    public static FieldPath? Of(Subject subject, Node syntax)
    {
        var names = new Stack<string>();
        while (syntax is Member member)
        {
            names.Push(member.Text);
            syntax = member.Source;
        }

        if (syntax is not Name name) return null;
        names.Push(name.Text);
        var ofItem = subject.Items.IsEach && subject.Items.Type.Field(name.Text) is not null;
        var (type, optional, field) = (ofItem ? subject.Items.Type : subject.Facts, false, (FactField?)null);
        foreach (var step in names)
        {
            if ((field = type?.Field(step)) is null) return null;
            optional |= field.Definition.Optional;
            type = field.Type == FieldType.Object ? field.Members : null;
        }

        return new FieldPath([.. names], ofItem, field!, optional);
    }

    public bool Equals(FieldPath? other) => other is not null && OfItem == other.OfItem && Names.AsSpan().SequenceEqual(other.Names.AsSpan());

    public override int GetHashCode() => HashCode.Combine(OfItem, Names.Length, Names[^1]);

    /// <summary>The values that facts may have there.</summary>
    public ValueSet Domain(Axis axis)
    {
        var (low, high) = (Field.Definition.Minimum, Field.Definition.Maximum);
        var values = ValueSet.Between(
            axis,
            low is { } least ? axis.Before(Value.Number(least)) : Cut.Lowest,
            high is { } most ? axis.After(Value.Number(most)) : Cut.Highest);
        return IsOptional ? values.Union(ValueSet.Null(axis)) : values;
    }
}
