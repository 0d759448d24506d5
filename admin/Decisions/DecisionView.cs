using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine;
using Policy.Rules.Simulations;

namespace Policy.Admin.Decisions;

/// <summary>A decision as people read it: the recorded JSON, taken apart.</summary>
public sealed record DecisionView(
    string Outcome,
    string Channel,
    string? Effect,
    string? Grade,
    decimal? Score,
    bool? TaxExempt,
    decimal? Ratio,
    decimal? Draw,
    bool? Selected,
    ImmutableArray<Reason> Reasons,
    ImmutableArray<Reason> Faults)
{
    /// <summary>Takes the JSON of a decision apart.</summary>
    public static DecisionView Parse(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        var root = parsed.RootElement;
        return new(
            Text(root, "outcome") ?? "",
            Text(root, "channel") ?? "",
            Text(Member(root, "negativeList"), "effect"),
            Text(Member(root, "credit"), "grade"),
            Number(Member(root, "credit"), "score"),
            Flag(Member(root, "tax"), "exempt"),
            Number(Member(root, "sampling"), "ratio"),
            Number(Member(root, "sampling"), "draw"),
            Flag(Member(root, "sampling"), "selected"),
            List(root, "reasons"),
            List(root, "faults"));
    }

    private static ImmutableArray<Reason> List(JsonElement root, string name) =>
        Member(root, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Reason.Of)] : [];

    internal static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    internal static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static decimal? Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : null;

    private static bool? Flag(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;
}

/// <summary>A reason or a fault of a decision.</summary>
/// <param name="Step">Step of the flow; null when none is named.</param>
/// <param name="Document">Key of the document.</param>
/// <param name="Version">Version of the document in the zone nearest to the release; null when none is named.</param>
/// <param name="Row">Row, entry or rule; null when the document as a whole is meant.</param>
/// <param name="Text">The reason in words; null when there are none.</param>
/// <param name="LegalBasis">The legal act; null when none is named.</param>
public sealed record Reason(string? Step, string? Document, int? Version, string? Row, LocalizedText? Text, string? LegalBasis)
{
    /// <summary>A reason that only one of two has.</summary>
    public static Reason Of(ChangedReason reason) =>
        new(reason.Step, reason.Document, reason.Version, reason.Row, reason.Text, reason.LegalBasis);

    /// <summary>Reads a reason, or a fault, whose item and message take the places of row and text.</summary>
    public static Reason Of(JsonElement element)
    {
        var text = DecisionView.Member(element, "text") is { ValueKind: JsonValueKind.Object } t ? t : DecisionView.Member(element, "message");
        return new(
            DecisionView.Text(element, "step"),
            DecisionView.Text(element, "document"),
            DecisionView.Member(element, "version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt32() : null,
            DecisionView.Text(element, "row") ?? DecisionView.Text(element, "item"),
            text.ValueKind switch
            {
                JsonValueKind.Object => new LocalizedText(
                    DecisionView.Text(text, "zh-CN") ?? DecisionView.Text(text, "zhCn") ?? "",
                    DecisionView.Text(text, "en") ?? ""),
                JsonValueKind.String => new LocalizedText(text.GetString()!, text.GetString()!),
                _ => null,
            },
            DecisionView.Text(element, "legalBasis"));
    }
}
