using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Analysis;

/// <summary>Whether one condition implies another, over all inputs: for each line, whether it decides anywhere in the boxes
/// where, with its outputs, the first is true and the second is not.</summary>
internal static class Implication
{
    public static IReadOnlyList<Finding>? Check(Subject subject, PropertyStatement property, Budget budget)
    {
        var builder = new SpaceBuilder();
        if (Readings.Of(subject, builder) is not { } reading) return null;

        // The outcomes are known before the space is: the conditions on them add to its cuts.
        var draft = reading.In(builder.Build());
        var deciding = draft.Lines.Select(l => (Place: (int?)l.Position, l.Outcome)).Append((null, draft.Otherwise)).ToList();
        var refuted = deciding.ConvertAll(d => Refuted(subject, property, d.Outcome, builder));
        var space = builder.Build();
        var model = reading.In(space);
        var cover = new Cover(budget);
        for (var i = 0; i < deciding.Count; i++)
        {
            var line = i < model.Lines.Length ? model.Lines[i] : null;
            var others = line is null ? model.Lines : Others(model, line, i);
            foreach (var sides in refuted[i])
            {
                var box = space.BoxOf(sides);
                if (line is not null) box = box.Intersect(line.Box);
                if (cover.Uncovered(box, [.. others.Select(l => l.Box)], out var found) != Answer.Yes) continue;
                var witness = new Witness(subject).In(found, f => Refutes(subject, property, f));
                return [Properties.Broken(subject, property, found, line is null ? [] : [line.Id], Messages.NotImplied(property), witness)];
            }
        }

        return [];
    }

    /// <summary>The lines beside which a line decides nothing: those that come first, or make a fault of it.</summary>
    private static IEnumerable<Line> Others(Model model, Line line, int place) => model.Policy switch
    {
        _ when model.FirstWins => model.Lines[..place],
        HitPolicy.Unique => model.Lines.Remove(line),
        HitPolicy.Any => model.Lines.Where(l => l.Outcome.Text != line.Outcome.Text),
        _ => [],
    };

    /// <summary>Where the property would be broken if this were the outcome.</summary>
    private static ImmutableArray<ImmutableArray<Side>> Refuted(Subject subject, PropertyStatement property, Outcome outcome, SpaceBuilder builder)
    {
        var reading = new ConditionReading(subject, builder, Outputs(subject, outcome), $"\0{outcome.Text}");
        var (when, otherwise) = (reading.Of(property.When!, Wanted.True), reading.Of(property.Then!, Wanted.NotTrue));
        return [.. when.SelectMany(w => otherwise.Select(o => w.AddRange(o)))];
    }

    /// <summary>The outputs by name; null for one that depends on the facts.</summary>
    private static Dictionary<string, Value?> Outputs(Subject subject, Outcome outcome)
    {
        var value = outcome.Value is { Kind: ValueKind.List } list ? list.AsList()[0] : outcome.Value;
        var names = subject.Document is DecisionTableDocument table ? table.Outputs.Select(o => o.Name) : ["effect", "hits"];
        return names.ToDictionary(
            n => n,
            n => value.Kind != ValueKind.Object ? Value.Null
                : value.AsObject()[n] is { Kind: not ValueKind.Object } known && (known.Kind != ValueKind.Null || value.AsObject().Shape.Slot(n) >= 0) ? known
                : (Value?)null,
            StringComparer.Ordinal);
    }

    /// <summary>Whether the document, evaluated, breaks the property.</summary>
    private static bool Refutes(Subject subject, PropertyStatement property, Facts facts)
    {
        var evaluation = subject.Evaluate(facts);
        if (!evaluation.Faults.IsEmpty) return false;
        var results = evaluation.Outputs.Kind == ValueKind.List ? evaluation.Outputs.AsList().ToArray() : [evaluation.Outputs];
        return results.Any(outputs =>
        {
            var given = outputs.Kind == ValueKind.List && outputs.AsList() is [var only, ..] ? only : outputs;
            var names = given.Kind == ValueKind.Object ? given.AsObject().Shape.Names : [.. Outputs(subject, Outcome.None).Keys];
            var scope = new Scope(subject.Items.Scope, names.Select(n => new Symbol(n, DataType.Any, _ => given.Kind == ValueKind.Object ? given.AsObject()[n] : Value.Null)));
            return Is(property.When!) && !Is(property.Then!);

            bool Is(string condition) => Feel.Compile(condition, scope, new Reporter(""))?.Evaluate(FrameOf(subject, facts)).IsTrue == true;
        });
    }

    private static Frame FrameOf(Subject subject, Facts facts) => new()
    {
        Facts = facts.Content,
        AsOf = facts.AsOf,
        Document = subject.Document.Key,
        Item = subject.Items.IsEach && facts.Content[subject.Items.Slot] is { Kind: ValueKind.List } list && list.AsList() is [var item, ..] ? item.AsObject() : null,
        Decisions = Known.Of([.. subject.Surroundings.Requirements.Select(r => Decisions.OutputOf(r.Evaluate(facts.Content, facts.AsOf, subject.Document.Key)))]),
    };
}
