using BenchmarkDotNet.Attributes;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Seed;

namespace Policy.Benchmarks;

/// <summary>All analyses of the reference table, and the exact difference of two versions of it, next to what sampling costs,
/// which proves nothing: deciding parcels by both versions and comparing.</summary>
[MemoryDiagnoser]
public class AnalysisBenchmarks
{
    private const int Samples = 10_000;

    private RuleSet _before = null!;
    private RuleSet _after = null!;
    private Facts[] _facts = [];

    [Params(200, 2_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var table = ReferenceTable.Document(ReferenceTable.Rows(Rows), HitPolicy.First);
        var moved = table.Rows[Rows / 3];
        var changed = table with { Rows = table.Rows.Remove(moved).Insert(10, moved).RemoveAt(Rows / 2) };
        _before = Compiled(table);
        _after = Compiled(changed);
        var type = _before.FactTypeOf(ReferenceTable.Key)!;
        _facts = [.. ReferenceTable.Parcels(Samples).Select(p => Facts.From(type, p).Facts!)];
    }

    [Benchmark(Baseline = true)]
    public int Sampling()
    {
        var different = 0;
        foreach (var facts in _facts)
            if (_before.Evaluate(ReferenceTable.Key, facts).Outputs != _after.Evaluate(ReferenceTable.Key, facts).Outputs) different++;
        return different;
    }

    [Benchmark]
    public int Analyse() => DocumentAnalysis.Of(_before, ReferenceTable.Key).Findings.Length;

    [Benchmark]
    public int Diff() => Difference.Between(_before, _after, ReferenceTable.Key).Regions.Length;

    private static RuleSet Compiled(DecisionTableDocument table) => RuleSet.Compile([ReferenceTable.FactType, table]).RuleSet!;
}
