using System.Collections.Immutable;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>What cases show of documents that are no set of regions: the rules that succeed, the steps that run.</summary>
internal static class StepWatch
{
    public static Watch OfRules(Subject subject)
    {
        // A trace names every rule, whatever the facts are.
        var facts = new Witness(subject).All(new SpaceBuilder().Build().All).FirstOrDefault();
        var items = facts is null ? [] : subject.Rules.Evaluate(subject.Document.Key, facts, trace: true).Trace!.Passes.SelectMany(p => p.Items);
        return Of(subject, ItemKind.Rule, items.Select(i => i.Id).Distinct(), static e => e.Matched);
    }

    public static Watch OfSteps(Subject subject, FlowDocument flow) =>
        Of(subject, ItemKind.Step, flow.Steps.Select(s => s.Id), static e => e.Steps.Select(s => s.Step));

    private static Watch Of(Subject subject, ItemKind kind, IEnumerable<string> ids, Func<Evaluation, IEnumerable<string>> shown)
    {
        // Nothing is known of where an item decides, but the facts at hand may show it.
        var everywhere = new SpaceBuilder().Build().All;
        var lines = ids.Select((id, place) => new WatchedLine(place, kind, id, []) { Where = _ => [everywhere] }).ToImmutableArray();
        var places = lines.ToDictionary(l => l.Id, l => l.Place, StringComparer.Ordinal);
        return new Watch(subject, lines, [], facts =>
        {
            var evaluation = subject.Evaluate(facts);
            return new Sight(evaluation, [.. shown(evaluation).Where(places.ContainsKey).Select(id => places[id])], []);
        });
    }
}
