using BenchmarkDotNet.Attributes;
using Policy.Engine;
using Policy.Seed;

namespace Policy.Benchmarks;

/// <summary>One decision of the reference table, in all sizes: the engine and the hand-written index in one run.</summary>
[MemoryDiagnoser]
public class TablesBenchmarks
{
    private const int Decisions = 1024;

    private RuleSet _rules = null!;
    private HandWrittenIndex _byHand = null!;
    private ReferenceParcel[] _parcels = null!;
    private Facts[] _facts = null!;

    /// <summary>Rows of the table.</summary>
    [Params(100, 1_000, 10_000, 100_000)]
    public int Rows { get; set; }

    /// <summary>Compiles the table and reads the parcels.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var rows = ReferenceTable.Rows(Rows);
        _byHand = new HandWrittenIndex(rows);
        _rules = RuleSet.Compile([ReferenceTable.FactType, ReferenceTable.Document(rows)]).RuleSet!;
        _parcels = [.. ReferenceTable.Parcels(Decisions)];
        _facts = [.. _parcels.Select(p => Facts.From(_rules.FactTypeOf(ReferenceTable.Key)!, p).Facts!)];
        for (var i = 0; i < Decisions; i++)
        {
            var expected = rows[_byHand.Decide(_parcels[i])].Id;
            if (_rules.Evaluate(ReferenceTable.Key, _facts[i]).Matched[0] != expected) throw new InvalidOperationException(expected);
        }
    }

    /// <summary>A dictionary from prefix to rows, then one comparison after the other.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Decisions)]
    public int HandWritten()
    {
        var sum = 0;
        foreach (var parcel in _parcels) sum += _byHand.Decide(parcel);
        return sum;
    }

    /// <summary>The engine.</summary>
    [Benchmark(OperationsPerInvoke = Decisions)]
    public int Engine()
    {
        var sum = 0;
        foreach (var facts in _facts) sum += _rules.Evaluate(ReferenceTable.Key, facts).Matched.Length;
        return sum;
    }
}
