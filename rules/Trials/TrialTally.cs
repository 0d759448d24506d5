using System.Collections.Immutable;
using Policy.Rules.Simulations;

namespace Policy.Rules.Trials;

/// <summary>What parcels have in common that are counted together.</summary>
internal readonly record struct TrialCell(Verdict Before, Verdict After, bool Faulted, TrialFinding Finding)
{
    public static TrialCell Dropped { get; } = new(new("", ""), new("", ""), false, TrialFinding.Dropped);
}

/// <summary>How many parcels there were of a kind.</summary>
internal readonly record struct TrialCount(TrialCell Key, long Parcels);

/// <summary>What one host has counted of a trial since it last wrote it down.</summary>
internal sealed class TrialTally
{
    /// <summary>Examples of a finding that are kept, at most.</summary>
    public const int MostExamples = 20;

    private readonly Dictionary<TrialCell, long> _counts = [];
    private readonly List<TrialExample> _examples = [];

    public ImmutableArray<TrialCount> Counts => [.. _counts.Select(c => new TrialCount(c.Key, c.Value))];

    public ImmutableArray<TrialExample> Examples => [.. _examples];

    public void Count(TrialCell cell, long parcels = 1) => _counts[cell] = _counts.GetValueOrDefault(cell) + parcels;

    public void Keep(TrialExample example)
    {
        if (_examples.Count(e => e.Finding == example.Finding) < MostExamples) _examples.Add(example);
    }

    public void Add(TrialTally other)
    {
        foreach (var (cell, parcels) in other._counts) Count(cell, parcels);
        foreach (var example in other._examples) Keep(example);
    }
}
