using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>Facts as a case that expects what the document gives now.</summary>
internal static class ReadyCase
{
    /// <summary>The case; null when the facts end in a fault, which no case can expect.</summary>
    public static Case? Of(Subject subject, Facts facts, string id, string title)
    {
        var evaluation = subject.Evaluate(facts);
        if (!evaluation.Faults.IsEmpty) return null;
        var given = JsonNode.Parse(facts.ToJson())!;
        RemoveAbsent(given);
        return new Case(id, title, Element(given), Element(JsonNode.Parse(ValueJson.ToUtf8(Expected(evaluation.Outputs)))));
    }

    /// <summary>What counts as the outcome, as in differences of versions: of a list the effect, of a scorecard all but the single
    /// points, of a flow the outcome.</summary>
    private static Value Expected(Value outputs) => outputs.Kind != ValueKind.Object ? outputs : outputs.AsObject() switch
    {
        { Shape.Names: ["effect", "hits"] } list => Some(list, "effect"),
        { Shape.Names: ["score", "grade", "points", "override"] } card => Some(card, "score", "grade", "override"),
        var given when given.Shape.Slot("outcome") >= 0 => Some(given, "outcome"),
        _ => outputs,
    };

    private static Value Some(Context outputs, params string[] names) => Value.Object(Context.Of([.. names.Select(n => (n, outputs[n]))]));

    /// <summary>Absent members are left out, as people do.</summary>
    private static void RemoveAbsent(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var name in members.Where(m => m.Value is null).Select(m => m.Key).ToList()) members.Remove(name);
            foreach (var member in members) RemoveAbsent(member.Value!);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) RemoveAbsent(item);
        }
    }

    private static JsonElement Element(JsonNode? node)
    {
        using var json = JsonDocument.Parse(node?.ToJsonString() ?? "null");
        return json.RootElement.Clone();
    }
}

/// <summary>Ids of new cases, each once.</summary>
internal sealed class CaseNames(ImmutableArray<Case> taken)
{
    private readonly HashSet<string> _taken = taken.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>The name, shortened and numbered where needed.</summary>
    public string Unused(string name)
    {
        var shorter = name.Length <= DocumentLimits.Id - 10 ? name : name[..(DocumentLimits.Id - 10)];
        var unused = shorter;
        for (var i = 2; !_taken.Add(unused); i++) unused = $"{shorter}-{i}";
        return unused;
    }
}
