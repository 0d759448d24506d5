using System.Collections.Immutable;
using Policy.Engine;
using Policy.Engine.Analysis;
using Policy.Rules.Releases;

namespace Policy.Rules.Trials;

/// <summary>How a divergence stands to what was predicted.</summary>
public enum TrialFinding
{
    /// <summary>There is none: both decide the same.</summary>
    Same,

    /// <summary>It lies in a region of the semantic difference.</summary>
    Predicted,

    /// <summary>It lies outside of every region, and those are proved to be all there are.</summary>
    Unpredicted,

    /// <summary>The difference was not decided, or cannot be told for these facts.</summary>
    Undecided,

    /// <summary>The parcel was not compared: too many were waiting.</summary>
    Dropped,
}

/// <summary>Where a candidate decides otherwise, as far as the analysis of each changed document tells.</summary>
internal sealed class Prediction(ImmutableArray<Region> regions, bool isDecided)
{
    // Seconds of one core; what is left then is said to be undecided.
    private static readonly AnalysisOptions Limits = new() { Steps = 20_000_000 };

    public static Prediction Of(CompiledRelease before, CompiledRelease after)
    {
        var (ones, others) = (Hashes(before), Hashes(after));
        var differences = ones.Keys.Intersect(others.Keys)
            .Where(key => ones[key] != others[key])
            .Select(key => Difference.Between(before.Rules, after.Rules, key, Limits))
            .ToList();
        return new Prediction(
            [.. differences.SelectMany(d => d.Regions)],
            ones.Keys.ToHashSet().SetEquals(others.Keys) && differences.TrueForAll(d => d.IsDecided));
    }

    /// <summary>How the facts of a divergence stand to it.</summary>
    public TrialFinding Of(Facts facts)
    {
        var covered = regions.Select(r => r.Covers(facts)).ToList();
        return covered.Contains(true) ? TrialFinding.Predicted
            : isDecided && !covered.Contains(null) ? TrialFinding.Unpredicted
            : TrialFinding.Undecided;
    }

    private static Dictionary<string, string> Hashes(CompiledRelease release) =>
        release.Release.Entries.ToDictionary(e => e.Key, e => e.Hash, StringComparer.Ordinal);
}
