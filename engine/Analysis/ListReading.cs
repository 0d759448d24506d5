using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.EntryLists;
using Policy.Engine.Expressions.Syntax;
using Policy.Engine.FactTypes;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Reads a list into boxes: the strongest entry that hits decides the effect of an item.</summary>
internal sealed class ListReading : IReading
{
    /// <summary>Lists up to this length are taken as boxes.</summary>
    public const int MostEntries = 20_000;

    private readonly ListDocument _list;
    private readonly ImmutableArray<ImmutableArray<Side>> _entries;
    private readonly ImmutableArray<ImmutableArray<Side>> _conditions;

    public ListReading(Subject subject, ListDocument list, SpaceBuilder builder)
    {
        _list = list;
        var keywords = Keywords.Of(list);
        _entries = [.. list.Entries.Select(e => Entry(subject, e, keywords, builder))];
        _conditions = list.When is { } when
            ? new ConditionReading(subject, builder).Of(when, Wanted.True)
            : [[]];
    }

    /// <summary>One line per entry, and per way in which the list's condition may be true.</summary>
    public Model In(Space space)
    {
        var lines =
            from entry in Enumerable.Range(0, _entries.Length)
            from condition in _conditions
            let source = _list.Entries[entry]
            orderby _list.Effects.IndexOf(source.Effect), entry
            select new Line(source.Id, entry, space.BoxOf(_entries[entry].Concat(condition)), Given(source.Effect));
        var all = lines.ToImmutableArray();
        if (_list.When is not null && _list.Otherwise is { } otherwise)
            all = all.AddRange(_conditions.Select(c => new Line("", _entries.Length, space.BoxOf(c), Given(otherwise))));
        var without = _list.When is null && _list.Otherwise is { } effect ? Given(effect) : Given(null);
        return new Model(HitPolicy.First, all, FirstWins: true, without, HasDefault: true);
    }

    private static Outcome Given(string? effect) => Outcome.Of(Value.Object(Context.Of(("effect", Value.Text(effect)))));

    private ImmutableArray<Side> Entry(Subject subject, ListEntry entry, Keywords keywords, SpaceBuilder builder)
    {
        var sides = ImmutableArray.CreateBuilder<Side>();
        for (var i = 0; i < _list.Columns.Length; i++)
        {
            if (entry.Values[i] is not { } text) continue;
            var (name, match) = _list.Columns[i];
            if (match == ListMatch.Keyword) sides.AddRange(keywords.Within(i, text).Select(k => builder.Keyword(subject, name, k)));
            else sides.Add(Matched(subject, name, match, text, builder));
        }

        if (builder.Period(entry.From, entry.To) is { } period) sides.Add(period);
        return sides.ToImmutable();
    }

    private static Side Matched(Subject subject, string name, ListMatch match, string text, SpaceBuilder builder)
    {
        var field = subject.Items.Type.Field(name)!;
        var dimension = builder.Input(subject, new Name(name), DataTypes.Of(field))!.Value;
        var axis = builder.AxisOf(dimension);
        return builder.Use(dimension, match == ListMatch.Prefix ? ValueSet.Prefix(axis, text) : ValueSet.Of(axis, Parsed(field.Type, text)));
    }

    private static Value Parsed(FieldType type, string text) => type switch
    {
        FieldType.Number => Value.Number(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        FieldType.Boolean => Value.Boolean(text == "true"),
        FieldType.Date when Scalars.TryDate(text, out var date) => Value.Date(date),
        FieldType.Instant when Scalars.TryInstant(text, out var instant) => Value.Instant(instant),
        FieldType.Duration when Scalars.TryDuration(text, out var duration) => Value.Duration(duration),
        _ => Value.Text(text),
    };
}

/// <summary>The keywords of a list. Whatever contains a keyword contains those within it too.</summary>
internal sealed class Keywords
{
    private readonly Dictionary<int, HashSet<string>> _byColumn = [];

    private Keywords()
    {
    }

    public static Keywords Of(ListDocument list)
    {
        var keywords = new Keywords();
        for (var i = 0; i < list.Columns.Length; i++)
        {
            if (list.Columns[i].Match != ListMatch.Keyword) continue;
            keywords._byColumn[i] = [.. list.Entries.Select(e => e.Values[i]).OfType<string>().Select(k => KeywordText.Normalize(k))];
        }

        return keywords;
    }

    /// <summary>The keywords of a column that lie within a text, the text itself first when it is one.</summary>
    public IEnumerable<string> Within(int column, string text)
    {
        var (form, known) = (KeywordText.Normalize(text), _byColumn[column]);
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var length = form.Length; length > 0; length--)
        for (var start = 0; start + length <= form.Length; start++)
            if (known.Contains(form.Substring(start, length)) && found.Add(form.Substring(start, length))) yield return form.Substring(start, length);
    }
}
