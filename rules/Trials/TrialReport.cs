using System.Collections.Immutable;
using Policy.Rules.Simulations;

namespace Policy.Rules.Trials;

/// <summary>What a trial has found so far, by all hosts.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Parcels">Parcels compared.</param>
/// <param name="Changed">Of these, how many came out otherwise, a fault of the candidate included.</param>
/// <param name="Unpredicted">Of those that changed, how many no region of the difference foretold: each is an alarm.</param>
/// <param name="Undecided">Of those that changed, how many the difference says nothing of.</param>
/// <param name="Dropped">Parcels of the share that were not compared, as too many waited.</param>
/// <param name="Divergences">Those that changed, by what became what.</param>
/// <param name="Kpis">The KPIs, and their bands.</param>
/// <param name="Examples">Some that changed, those that were not predicted first.</param>
public sealed record TrialReport(
    StoredTrial Trial,
    long Parcels,
    long Changed,
    long Unpredicted,
    long Undecided,
    long Dropped,
    ImmutableArray<Divergence> Divergences,
    ImmutableArray<TrialKpi> Kpis,
    ImmutableArray<TrialExample> Examples);

/// <summary>How many parcels went from one to the other.</summary>
/// <param name="Before">How the live release decides.</param>
/// <param name="After">How the candidate decides.</param>
/// <param name="Faulted">True when the candidate had a fault.</param>
/// <param name="Finding">Whether that was predicted.</param>
/// <param name="Count">How many.</param>
public sealed record Divergence(Verdict Before, Verdict After, bool Faulted, TrialFinding Finding, long Count);

/// <summary>A KPI.</summary>
/// <param name="Name">One of <see cref="TrialKpis.Names"/>.</param>
/// <param name="Before">By the live release; null where it has none.</param>
/// <param name="After">By the candidate.</param>
/// <param name="Band">Where it has to stay; null: anywhere.</param>
public sealed record TrialKpi(string Name, decimal? Before, decimal After, TrialBand? Band);

/// <summary>A parcel that came out otherwise.</summary>
/// <param name="Finding">Whether that was predicted.</param>
/// <param name="Parcel">Its number, both verdicts and the reasons that only one of them has.</param>
public sealed record TrialExample(TrialFinding Finding, ChangedParcel Parcel);
