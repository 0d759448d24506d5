using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Rules.Simulations;

/// <summary>Counts parcels by what they are: commodity chapters, country, enterprise, credit grade.</summary>
internal sealed class GroupTally
{
    private const int Most = 30;
    private static readonly ImmutableArray<string> Dimensions = ["chapter", "country", "enterprise", "grade"];

    private readonly ImmutableArray<Dictionary<string, Counts>> _groups =
        [.. Dimensions.Select(_ => new Dictionary<string, Counts>(StringComparer.Ordinal))];

    public void Count(Facts facts, Judgement before, Judgement after, bool changed)
    {
        var counts = new Counts(1, changed ? 1 : 0, before.Channel == "red" ? 1 : 0, after.Channel == "red" ? 1 : 0);
        var goods = facts.Content["goods"];
        ReadOnlySpan<Value> lines = goods.Kind == ValueKind.List ? goods.AsList() : [];
        for (var i = 0; i < lines.Length; i++)
        {
            var chapter = Chapter(lines[i]);
            var isNew = true;
            for (var j = 0; j < i; j++) isNew &= Chapter(lines[j]) != chapter;
            if (isNew) Add(0, chapter, counts);
        }

        Add(1, Text(Member(facts.Content["consignee"], "country")) ?? (lines.IsEmpty ? null : Text(Member(lines[0], "originCountry"))), counts);
        Add(2, Text(Member(facts.Content["enterprise"], "code")), counts);
        Add(3, Text(new StepOutputs(before.Evaluation).Of("credit", "grade")), counts);
    }

    public void Add(GroupTally other)
    {
        for (var i = 0; i < Dimensions.Length; i++)
            foreach (var (value, counts) in other._groups[i]) Add(i, value, counts);
    }

    /// <summary>Of each dimension the groups that change most, then the largest; the rest as one.</summary>
    public ImmutableArray<GroupEffect> Report() =>
    [
        .. Dimensions.Zip(_groups, (dimension, groups) =>
        {
            var sorted = groups.OrderByDescending(g => g.Value.Changed).ThenByDescending(g => g.Value.Total)
                .ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
            var shown = sorted.Take(Most).Select(g => g.Value.Effect(dimension, g.Key));
            return sorted.Count <= Most ? shown
                : shown.Append(sorted.Skip(Most).Aggregate(default(Counts), (sum, g) => sum.Plus(g.Value)).Effect(dimension, null));
        }).SelectMany(effects => effects),
    ];

    private void Add(int dimension, string? value, Counts counts)
    {
        if (value is null) return;
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups[dimension], value, out _);
        sum = sum.Plus(counts);
    }

    private static string? Chapter(Value line) => Text(Member(line, "hsCode")) is { Length: >= 2 } code ? code[..2] : null;

    private static Value Member(Value value, string name) => value.Kind == ValueKind.Object ? value.AsObject()[name] : Value.Null;

    private static string? Text(Value value) => value.Kind == ValueKind.Text ? value.AsText() : null;

    private readonly record struct Counts(int Total, int Changed, int RedBefore, int RedAfter)
    {
        public Counts Plus(Counts other) => new(
            Total + other.Total, Changed + other.Changed, RedBefore + other.RedBefore, RedAfter + other.RedAfter);

        public GroupEffect Effect(string dimension, string? value) => new(dimension, value, Total, Changed, RedBefore, RedAfter);
    }
}
