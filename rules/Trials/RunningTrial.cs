using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules.Trials;

/// <summary>A trial in the form that decides.</summary>
public sealed class RunningTrial
{
    private readonly Lazy<Prediction> _prediction;

    internal RunningTrial(StoredTrial trial, CompiledRelease baseline, CompiledRelease candidate, Prediction? prediction = null)
    {
        (Trial, Baseline, Candidate) = (trial, baseline, candidate);
        (Before, After) = (new SimulatedRules(baseline), new SimulatedRules(candidate));
        _prediction = new(() => prediction ?? Prediction.Of(baseline, candidate));
    }

    /// <summary>The trial.</summary>
    public StoredTrial Trial { get; }

    /// <summary>The live release.</summary>
    public CompiledRelease Baseline { get; }

    /// <summary>The candidate.</summary>
    public CompiledRelease Candidate { get; }

    internal SimulatedRules Before { get; }

    internal SimulatedRules After { get; }

    /// <summary>Where the two are expected to differ; found when first asked for, in seconds.</summary>
    internal Prediction Prediction => _prediction.Value;

    /// <summary>The release that decides a declaration: the candidate its share of a canary, else the live one.</summary>
    public CompiledRelease Deciding(string declarationNo) =>
        Trial.Mode == TrialMode.Canary && Trial.Takes(declarationNo) ? Candidate : Baseline;
}
