using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Simulations;

/// <summary>What is wrong with a request to simulate, field by field.</summary>
public static class SimulationProblems
{
    /// <summary>A field is absent, or has a value it cannot have. Cure: as the message says.</summary>
    public const string Field = "PR4001";

    /// <summary>All problems of a request; empty when it can be tried.</summary>
    /// <param name="request">The request.</param>
    /// <param name="profiles">Profiles of generated parcels; empty when none can be generated.</param>
    internal static ImmutableArray<Diagnostic> Of(SimulationRequest request, IReadOnlyList<string> profiles) =>
        [.. Zone(request.Zone), .. Candidate(request.Candidate), .. Baseline(request.Baseline), .. Source(request.Source, profiles)];

    private static IEnumerable<Diagnostic> Zone(string zone)
    {
        if (!Keys.IsKey(zone)) yield return NoKey("/zone", zone);
    }

    private static IEnumerable<Diagnostic> Candidate(SimulationCandidate candidate)
    {
        if (candidate.Drafts is null == candidate.Release is null)
        {
            yield return Bad(
                "/candidate", "请给出 `drafts` 或 `release` 之一。", "Give either `drafts` or `release`.");
        }

        if (candidate.Release < 1) yield return NoNumber("/candidate/release", candidate.Release.Value);
        if (candidate.Drafts is not { } drafts) yield break;
        if (drafts.Length is 0 or > SimulationRequest.MostDrafts)
        {
            yield return Bad(
                "/candidate/drafts",
                $"应有1至{SimulationRequest.MostDrafts}个键，现有{drafts.Length}个。",
                $"Give 1 to {SimulationRequest.MostDrafts} keys; there are {drafts.Length}.");
        }

        foreach (var (position, key) in drafts.Index().Where(d => !Keys.IsKey(d.Item)))
            yield return NoKey($"/candidate/drafts/{position}", key);
    }

    private static IEnumerable<Diagnostic> Baseline(SimulationBaseline? baseline)
    {
        if (baseline is { Release: not null, At: not null })
            yield return Bad("/baseline", "请只给出 `release` 或 `at` 之一。", "Give `release` or `at`, not both.");
        if (baseline?.Release < 1) yield return NoNumber("/baseline/release", baseline.Release.Value);
    }

    private static IEnumerable<Diagnostic> Source(SimulationSource source, IReadOnlyList<string> profiles)
    {
        if (new object?[] { source.Recorded, source.Generated, source.Upload }.Count(s => s is not null) != 1)
            yield return Bad("/source", "请给出 `recorded` 或 `generated` 之一。", "Give either `recorded` or `generated`.");
        if (source.Recorded is { } recorded && recorded.From >= recorded.To)
            yield return Bad("/source/recorded/to", "`to` 应晚于 `from`。", "`to` must be after `from`.");
        if (source.Generated is not { } generated) yield break;
        if (generated.Count is < 1 or > SimulationRequest.MostParcels)
        {
            yield return Bad(
                "/source/generated/count",
                $"`{generated.Count}` 不在1至{SimulationRequest.MostParcels}之间。",
                $"`{generated.Count}` is not from 1 to {SimulationRequest.MostParcels}.");
        }

        if (!profiles.Contains(generated.Profile, StringComparer.Ordinal))
        {
            var known = string.Join(", ", profiles);
            yield return Bad(
                "/source/generated/profile",
                $"没有 `{generated.Profile}` 这种包裹；可用：{known}。",
                $"There is no profile `{generated.Profile}`; there are: {known}.");
        }
    }

    private static Diagnostic NoKey(string pointer, string? text) => Bad(
        pointer,
        $"`{text}` 不是有效的键；请用小写字母、数字和连字符，至多64个字符。",
        $"`{text}` is not a key; use lower-case letters, digits and hyphens, at most 64 characters.");

    private static Diagnostic NoNumber(string pointer, int number) => Bad(
        pointer, $"`{number}` 不是发布编号；编号从1起。", $"`{number}` is not the number of a release; they begin at 1.");

    private static Diagnostic Bad(string pointer, string zhCn, string en) =>
        new(Field, Severity.Error, "", pointer, new LocalizedText(zhCn, en));
}
