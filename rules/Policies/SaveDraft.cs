using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;
using Policy.Rules.Audit;
using Policy.Rules.Storage;

namespace Policy.Rules.Policies;

/// <summary>Saves a draft, begun from the newest version if there is none yet. A draft that was submitted returns to
/// editing. Refused: <c>stale-draft</c> when <paramref name="IfMatch"/> is not the draft's ETag (null: there must be
/// no draft), <c>unknown-zone</c>, <c>invalid-key</c>, <c>too-large</c>, <c>invalid-text</c>, <c>role</c> unless
/// author.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Json">The document or overlay, at most <see cref="MaxLength"/> UTF-16 units; broken JSON is kept and
/// reported.</param>
/// <param name="IfMatch">ETag the editor started from; null for a first save.</param>
/// <param name="By">Who saves.</param>
public sealed record SaveDraft(string Zone, string Key, string Json, string? IfMatch, Actor By)
{
    /// <summary>Longest draft, in UTF-16 units: enough for a list of a million entries.</summary>
    public const int MaxLength = 96 * 1024 * 1024;

    internal static Result<ImmutableArray<AuditedEvent>> Decide(
        PolicyState? state, SaveDraft command, DateTimeOffset now)
    {
        if (command.By.Role != Role.Author) return Refusals.Role(command.By, Role.Author);
        if (!Keys.IsKey(command.Key)) return Refusals.InvalidKey(command.Key);
        if (command.Json.Length > MaxLength) return Refusals.TooLarge(command.Json.Length, MaxLength);
        if (command.Json.Contains('\0', StringComparison.Ordinal)) return Refusals.InvalidText;
        if (command.IfMatch != state?.Draft?.ETag) return Refusals.StaleDraft;

        var length = state?.Length ?? 0;
        var saved = new DraftEdited(command.Json, ETag(length, command.Json), command.By.Name, now);
        return state is null
            ? [new PolicyCreated(command.Zone, command.Key, command.By.Name, now), saved]
            : ImmutableArray.Create<AuditedEvent>(saved);
    }

    private static string ETag(long length, string json) =>
        ContentHash.Of(length.ToString(CultureInfo.InvariantCulture) + "\n" + json)["sha256:".Length..][..16];
}

/// <summary>The answer to saving a draft.</summary>
/// <param name="ETag">The new ETag.</param>
/// <param name="Problems">Findings of checking the draft with the rest of the zone's documents; a draft with errors is
/// saved all the same.</param>
public sealed record DraftSaved(string ETag, ImmutableArray<Diagnostic> Problems);
