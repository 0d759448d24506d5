using System.Collections.Immutable;
using Policy.Rules.Decisions;

namespace Policy.Rules.Trials;

/// <summary>The KPIs of trials: shares of the parcels compared, 0 to 1, six digits, under the names they have in simulations.</summary>
public static class TrialKpis
{
    /// <summary>Share of the parcels that came out otherwise.</summary>
    public const string Changed = "share.changed";

    /// <summary>Share of the parcels that were decided closed on a fault.</summary>
    public const string Faults = "share.faults";

    /// <summary>All of them: of each outcome and channel, of faults, and of what changed.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. Clearance.Outcomes.Select(o => $"share.{o}"), "share.green", "share.red", Faults, Changed];

    /// <summary>The KPIs of what was counted.</summary>
    internal static ImmutableArray<TrialKpi> Of(StoredTrial trial, IReadOnlyCollection<TrialCount> counts)
    {
        var total = counts.Sum(c => c.Parcels);
        return [.. Names.Select(name => new TrialKpi(
            name,
            name is Changed or Faults ? null : Share(c => name == $"share.{c.Key.Before.Outcome}" || name == $"share.{c.Key.Before.Channel}"),
            name switch
            {
                Changed => Share(c => c.Key.Finding != TrialFinding.Same),
                Faults => Share(c => c.Key.Faulted),
                _ => Share(c => name == $"share.{c.Key.After.Outcome}" || name == $"share.{c.Key.After.Channel}"),
            },
            trial.Bands.FirstOrDefault(b => b.Kpi == name)))];

        decimal Share(Func<TrialCount, bool> counted) =>
            total == 0 ? 0 : decimal.Round((decimal)counts.Where(counted).Sum(c => c.Parcels) / total, 6);
    }

    /// <summary>The first KPI that is out of its band; null when none is.</summary>
    internal static TrialBreach? Breach(TrialReport report)
    {
        foreach (var band in report.Trial.Bands)
        {
            var value = report.Kpis.First(k => k.Name == band.Kpi).After;
            if (report.Parcels >= band.Minimum && (value < band.Low || value > band.High))
                return new TrialBreach(band.Kpi, value, band.Low, band.High, report.Parcels);
        }

        return null;
    }
}
