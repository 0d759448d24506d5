using BenchmarkDotNet.Attributes;
using Policy.Engine;
using Policy.Seed;

namespace Policy.Benchmarks;

/// <summary>The whole clearance flow of a zone on declarations of three goods lines, and, for the share of its parts, the
/// steps that read the same facts, each by itself.</summary>
[MemoryDiagnoser]
public class FlowsBenchmarks
{
    private const string Clearance = "clearance";
    private static readonly DateOnly Day = new(2026, 11, 11);

    private RuleSet _rules = null!;
    private Facts[] _facts = null!;

    /// <summary>The document decided by.</summary>
    [ParamsSource(nameof(Documents))]
    public string Document { get; set; } = Clearance;

    /// <summary>The flow, and the documents of its steps on the same facts.</summary>
    public static IEnumerable<string> Documents()
    {
        var rules = RuleSet.Compile(PolicyPacks.Documents("hangzhou", Day)).RuleSet!;
        var steps = ((FlowDocument)rules.Document(Clearance)!).Steps;
        var facts = rules.FactTypeOf(Clearance)!.Key;
        return steps.Select(s => s.Use).Where(k => rules.FactTypeOf(k)!.Key == facts).Distinct().Prepend(Clearance);
    }

    /// <summary>Compiles the release of a zone and reads the declarations.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _rules = RuleSet.Compile(PolicyPacks.Documents("hangzhou", Day)).RuleSet!;
        var declarations = new DeclarationGenerator().Generate("hangzhou", 400, seed: 1, "normal", Day);
        _facts = [.. declarations.Select(d => Facts.Read(_rules.FactTypeOf(Clearance)!, d).Facts!)
            .Where(f => f.Content["goods"].AsList().Length == 3).Take(16)];
        if (_facts.Length < 16) throw new InvalidOperationException("Too few declarations of three lines.");
    }

    /// <summary>The engine.</summary>
    [Benchmark(OperationsPerInvoke = 16)]
    public int Engine()
    {
        var sum = 0;
        foreach (var facts in _facts) sum += _rules.Evaluate(Document, facts).Matched.Length;
        return sum;
    }
}
