using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Policy.Engine.Regions;

namespace Policy.Engine.Analysis;

/// <summary>Documents that are no set of regions (flows, scripts, workflows): when nothing in them differs they decide the same;
/// else facts are sought on which they do not, at the limits that either of them names. A difference found is proved; that none was
/// found proves nothing.</summary>
internal static partial class SearchedDifferences
{
    private const int MostFacts = 4_000;
    private const int MostValues = 24;

    public static ImmutableArray<Region> Between(Subject earlier, Subject later, Budget budget)
    {
        if (Same(earlier.Rules, later.Rules, earlier.Document.Key, [])) return [];
        budget.End();
        var witness = Candidates(earlier, later).Take(MostFacts).FirstOrDefault(f => budget.Spend(1000) && Differences.Differ(earlier, later, f));
        if (witness is null) return [];
        var before = earlier.Evaluate(Facts.Read(earlier.Facts, witness.ToJson()).Facts!);
        var after = later.Evaluate(witness);
        return
        [
            new Region(ImmutableSortedDictionary<string, string>.Empty, before.Outputs, after.Outputs, before.Matched, after.Matched, witness)
            {
                Area = facts => facts.Type.Shape.Names.SequenceEqual(later.Facts.Shape.Names) ? Differences.Differ(earlier, later, facts) : null,
            },
        ];
    }

    /// <summary>True when a document, and all that it uses, is written alike in both.</summary>
    private static bool Same(RuleSet before, RuleSet after, string key, HashSet<string> seen)
    {
        if (!seen.Add(key)) return true;
        if (before.Document(key) is not { } one || after.Document(key) is not { } other) return false;
        if (one.Kind != other.Kind || !RowChanges.Between(one, other).IsEmpty) return false;
        return Used(one).All(k => Same(before, after, k, seen));
    }

    private static IEnumerable<string> Used(Document document) =>
        document.Requires.Values.Concat(document.Functions.Values).Concat(document is FlowDocument flow ? flow.Steps.Select(s => s.Use) : []);

    /// <summary>The cases of both, then every field at every limit, one by one and some together.</summary>
    private static IEnumerable<Facts> Candidates(Subject earlier, Subject later)
    {
        var builder = new SpaceBuilder();
        var texts = new[] { earlier, later }.SelectMany(s => Texts(s)).Distinct().ToList();
        var fields = later.Facts.Fields.Where(f => f.Type is not (FieldType.List or FieldType.Object))
            .Select(f => (Field: f, Dimension: builder.Input(later, new Expressions.Syntax.Name(f.Name), FactTypes.DataTypes.Of(f))))
            .Where(f => f.Dimension is not null).Select(f => (Dimension: f.Dimension!.Value, Values: Values(f.Field, texts))).ToList();
        foreach (var (dimension, values) in fields)
            foreach (var value in values) builder.Use(dimension, ValueSet.Of(builder.AxisOf(dimension), value));
        var space = builder.Build();
        var (witness, dice) = (new Witness(later), new Dice());
        foreach (var facts in witness.All(space.All)) yield return facts;
        foreach (var (dimension, values) in fields)
        foreach (var value in values)
        foreach (var facts in witness.All(space.BoxOf([At(dimension, value)]))) yield return facts;
        for (var i = 0; i < MostFacts && fields.Count > 0; i++)
        {
            var sides = fields.Where(f => f.Values.Count > 0).Select(f => At(f.Dimension, f.Values[dice.Below(f.Values.Count)])).ToList();
            foreach (var facts in witness.All(space.BoxOf(sides)).Take(1)) yield return facts;
        }

        Side At(int dimension, Value value) => new(dimension, ValueSet.Of(builder.AxisOf(dimension), value));
    }

    /// <summary>What the document and those it uses are written in.</summary>
    private static IEnumerable<string> Texts(Subject subject) =>
        subject.Rules.Keys.Select(k => subject.Rules.Document(k)!).Where(d => d is not FactTypeDocument)
            .SelectMany(d => Items.Of(d).Append(Items.Whole(d))).SelectMany(i => i.Cells).Select(c => c.Value).OfType<string>();

    /// <summary>The values of a field at and beside the literals of texts.</summary>
    private static List<Value> Values(FactField field, List<string> texts) => field.Type switch
    {
        FieldType.Boolean => [Value.True, Value.False],
        FieldType.Text when !field.Definition.Values.IsEmpty => [.. field.Definition.Values.Select(Value.Text)],
        FieldType.Text => [.. texts.SelectMany(t => Quoted().Matches(t)).Select(m => m.Groups[2].Value).Distinct().Take(MostValues).Select(Value.Text)],
        FieldType.Number =>
        [
            .. texts.SelectMany(t => Numeral().Matches(t)).Select(m => decimal.TryParse(m.Value, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : 0)
                .Distinct().Take(MostValues).SelectMany(n => new[] { n - 1, n - 0.01m, n, n + 0.01m, n + 1 }).Distinct()
                .Where(n => !(n < field.Definition.Minimum) && !(n > field.Definition.Maximum)).Select(Value.Number),
        ],
        _ => [],
    };

    [GeneratedRegex("(['\"])(.{1,100}?)\\1", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<![\w.])\d{1,15}(\.\d{1,6})?(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Numeral();
}
