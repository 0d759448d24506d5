using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Whether a document is nowhere looser than another. What is stricter is known from the outputs' <c>values</c>, which run
/// from best to worst, and from a list's <c>effects</c>, which run from the strongest to the weakest.</summary>
internal static class Strictness
{
    public static IReadOnlyList<Finding>? Check(Subject subject, PropertyStatement property, Func<string, RuleSet?> zones, Budget budget)
    {
        if (property.Key?.Split('/') is not [var zone, var key] || zones(zone) is not { } rules || rules.Document(key) is null) return null;
        if (Subject.Of(rules, key) is not { } other || !Differences.SameFacts(other, subject)) return null;
        var ranks = Ranks(subject.Document, other.Document);
        if (ranks.IsEmpty) return null;
        var builder = new SpaceBuilder();
        if (Readings.Of(other, builder) is not { } stricter || Readings.Of(subject, builder) is not { } reading) return null;
        var space = builder.Build();
        var (theirs, ours) = (stricter.In(space), reading.In(space));
        if (!Known(theirs, ranks) || !Known(ours, ranks)) return null;
        var search = new PairSearch(theirs, ours, budget) { Sought = pair => Looser(ranks, pair.Before.Value, pair.After.Value) };
        if (search.First(space.All, out var pair) != Answer.Yes) return [];
        var witness = new Witness(subject).In(pair!.Box, f => Looser(ranks, other, subject, f));
        return [Properties.Broken(subject, property, pair.Box, pair.LinesAfter.Select(l => l.Id), Messages.Looser(property.Key), witness)];
    }

    private static bool Looser(ImmutableArray<(string Output, ImmutableArray<string> FromLoose)> ranks, Subject other, Subject subject, Facts facts)
    {
        if (Facts.Read(other.Facts, facts.ToJson()).Facts is not { } same) return false;
        var (theirs, ours) = (other.Evaluate(same), subject.Evaluate(facts));
        return theirs.Faults.IsEmpty && ours.Faults.IsEmpty && Looser(ranks, theirs.Outputs, ours.Outputs);
    }

    /// <summary>By output, its texts from the loosest to the strictest; empty when nothing tells.</summary>
    public static ImmutableArray<(string Output, ImmutableArray<string> FromLoose)> Ranks(Document one, Document other) => (one, other) switch
    {
        (DecisionTableDocument table, DecisionTableDocument parent) when IsSingle(table) && IsSingle(parent) =>
            [.. table.Outputs.Where(o => !o.Values.IsEmpty).Select(o => (o.Name, o.Values))],
        (ListDocument, ListDocument parent) => [("effect", [.. parent.Effects.Reverse()])],
        _ => [],
    };

    /// <summary>Whether an outcome is stricter in some output and looser in none, or a fault, which is decided closed.</summary>
    public static bool Stricter(ImmutableArray<(string Output, ImmutableArray<string> FromLoose)> ranks, Value theirs, Value ours) =>
        IsFault(ours)
        || (ranks.All(r => IsRanked(theirs, r.Output) && IsRanked(ours, r.Output))
            && !Looser(ranks, theirs, ours)
            && ranks.Any(r => Place(r.FromLoose, Output(ours, r.Output)) > Place(r.FromLoose, Output(theirs, r.Output))));

    private static bool IsSingle(DecisionTableDocument table) =>
        table.HitPolicy is HitPolicy.First or HitPolicy.Unique or HitPolicy.Any or HitPolicy.Priority;

    private static bool Known(Model model, ImmutableArray<(string Output, ImmutableArray<string> FromLoose)> ranks) =>
        model.Lines.Select(l => l.Outcome).Append(model.Otherwise)
            .All(o => o.IsConstant || ranks.All(r => IsRanked(o.Value, r.Output)));

    private static bool IsRanked(Value outputs, string name) => Output(outputs, name).Kind is ValueKind.Text or ValueKind.Null;

    private static bool Looser(ImmutableArray<(string Output, ImmutableArray<string> FromLoose)> ranks, Value theirs, Value ours) =>
        !IsFault(ours) && ranks.Any(r => Place(r.FromLoose, Output(ours, r.Output)) < Place(r.FromLoose, Output(theirs, r.Output)));

    private static bool IsFault(Value outputs) => outputs.Kind == ValueKind.Object && outputs.AsObject().Shape.Slot("fault") >= 0;

    /// <summary>Nothing is looser than anything; texts that the other document does not know are as loose.</summary>
    private static int Place(ImmutableArray<string> fromLoose, Value value) => value.Kind == ValueKind.Text ? fromLoose.IndexOf(value.AsText()) : -1;

    private static Value Output(Value outputs, string name) => outputs.Kind switch
    {
        ValueKind.Object => Only(outputs.AsObject()[name]),
        ValueKind.List when outputs.AsList() is [var only] => Output(only, name),
        _ => Value.Null,
    };

    /// <summary>What a document gives that lists one value per goods line, when there is one.</summary>
    private static Value Only(Value value) => value.Kind == ValueKind.List && value.AsList() is [var only] ? only : value;
}
