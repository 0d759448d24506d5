using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Policy.Engine;
using Policy.Rules.Releases;
using Policy.Rules.Security;

namespace Policy.Rules.Decisions;

/// <summary>Decides a recorded decision again and compares: pure.</summary>
public static class Replay
{
    /// <summary>Why a decision whose personal fields were erased cannot be repeated.</summary>
    public static LocalizedText Erased { get; } = new(
        "此申报的个人信息已依法删除，无法用原始内容重放；其余内容的哈希仍可核对。",
        "The personal fields of this declaration were erased by law, so that it cannot be repeated; the hash of the rest can be checked.");

    /// <summary>Replays a decision. One whose personal fields were erased is not repeated.</summary>
    /// <param name="record">The record, opened (<see cref="DecisionLog.Open(DecisionRecord)"/>).</param>
    /// <param name="release">The release that decided.</param>
    public static Replayed Of(DecisionRecord record, CompiledRelease release)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(release);
        if (IsErased(record)) return new Replayed(false, [], record.EngineBuild, Erased);
        if (release.Release.Hash != record.ReleaseHash)
            return Different(record, new ReplayDifference("/release/hash", Quote(record.ReleaseHash), Quote(release.Release.Hash)));
        if (release.Rules.FactTypeOf(Clearance.Flow) is not { } type)
            return Different(record, new ReplayDifference("", record.Decision, null));
        var (facts, problems) = Facts.Read(type, Encoding.UTF8.GetBytes(record.Facts));
        if (facts is null) return Different(record, new ReplayDifference("", record.Decision, Quote(problems[0].Pointer + " " + problems[0].Message.En)));

        var decision = Clearance.Decide(release, facts);
        if (decision.Json == record.Decision) return new Replayed(true, [], record.EngineBuild);
        using var before = JsonDocument.Parse(record.Decision);
        using var after = JsonDocument.Parse(decision.Json);
        ImmutableArray<ReplayDifference> differences = [.. Compare("", before.RootElement, after.RootElement)];
        return new Replayed(
            false, differences.IsEmpty ? [new("", record.Decision, decision.Json)] : differences, record.EngineBuild);
    }

    /// <summary>Whether the personal fields of a record were erased.</summary>
    public static bool IsErased(DecisionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.ContentHash.StartsWith(Commitments.Erased, StringComparison.Ordinal);
    }

    private static Replayed Different(DecisionRecord record, ReplayDifference difference) =>
        new(false, [difference], record.EngineBuild);

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static IEnumerable<ReplayDifference> Compare(string pointer, JsonElement? before, JsonElement? after)
    {
        switch (before?.ValueKind, after?.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                var names = before!.Value.EnumerateObject().Concat(after!.Value.EnumerateObject()).Select(m => m.Name);
                return names.Distinct(StringComparer.Ordinal).SelectMany(name => Compare(
                    $"{pointer}/{Escape(name)}", Member(before.Value, name), Member(after.Value, name)));
            case (JsonValueKind.Array, JsonValueKind.Array):
                var length = Math.Max(before!.Value.GetArrayLength(), after!.Value.GetArrayLength());
                return Enumerable.Range(0, length).SelectMany(i => Compare(
                    string.Create(CultureInfo.InvariantCulture, $"{pointer}/{i}"), Item(before.Value, i), Item(after.Value, i)));
            default:
                var (left, right) = (before?.GetRawText(), after?.GetRawText());
                return left == right ? [] : [new ReplayDifference(pointer, left, right)];
        }
    }

    private static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? Item(JsonElement json, int index) => index < json.GetArrayLength() ? json[index] : null;

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <summary>The result of a replay.</summary>
/// <param name="Same">True when the same bytes came out.</param>
/// <param name="Differences">What differs; empty when nothing does, or it could not be repeated.</param>
/// <param name="EngineBuild">The build that decided.</param>
/// <param name="NotRepeated">Why it could not be repeated; null when it was.</param>
public sealed record Replayed(
    bool Same, ImmutableArray<ReplayDifference> Differences, string EngineBuild, LocalizedText? NotRepeated = null)
{
    /// <summary>True when this is another build than the one that decided.</summary>
    public bool OtherBuild => EngineBuild != Decisions.EngineBuild.Current;
}

/// <summary>A difference.</summary>
/// <param name="Pointer">JSON pointer into the decision; empty: the decision as a whole.</param>
/// <param name="Recorded">JSON recorded; null when there was none.</param>
/// <param name="Now">JSON decided now; null when there is none.</param>
public sealed record ReplayDifference(string Pointer, string? Recorded, string? Now);
