using System.Diagnostics;
using Policy.Engine;

namespace Policy.Host.Cli;

/// <summary>Documents to compile and facts to decide, again and again, on one core.</summary>
internal sealed class Workload
{
    // Long enough for the runtime to have compiled the hot code at its highest level, and for a steady figure.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(0.25);
    private const int Rounds = 5;

    private readonly RuleSet _rules;
    private readonly string _key;
    private readonly int _rows;
    private readonly Facts[] _facts;
    private readonly double _compileMilliseconds;
    private readonly long _stateBytes;

    public Workload(IReadOnlyCollection<Document> documents, string key, int rows, Func<FactType, Facts[]> facts)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        var compilation = RuleSet.Compile(documents);
        _compileMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _stateBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        _rules = compilation.RuleSet ?? throw new InvalidOperationException(compilation.Diagnostics[0].Message.En);
        (_key, _rows) = (key, rows);
        _facts = facts(_rules.FactTypeOf(key)!);
    }

    /// <summary>The quickest of some rounds, as the others were disturbed.</summary>
    public WorkloadFigures Measure(string name, bool trace)
    {
        Decide(WarmUp, trace);
        var best = double.MaxValue;
        var allocated = 0.0;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (decisions, elapsed) = Decide(Round, trace);
            best = Math.Min(best, elapsed.TotalNanoseconds / decisions);
            allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / decisions;
        }

        return new WorkloadFigures(
            name,
            _rows == 0 ? null : _rows,
            Math.Round(_compileMilliseconds, 1),
            _rows == 0 ? null : _stateBytes / _rows,
            Math.Round(best, 1),
            (long)(1e9 / best),
            Math.Round(allocated));
    }

    private (long Decisions, TimeSpan Elapsed) Decide(TimeSpan atLeast, bool trace)
    {
        var (start, decisions) = (Stopwatch.GetTimestamp(), 0L);
        do
        {
            foreach (var facts in _facts) _rules.Evaluate(_key, facts, trace);
            decisions += _facts.Length;
        }
        while (Stopwatch.GetElapsedTime(start) < atLeast);
        return (decisions, Stopwatch.GetElapsedTime(start));
    }
}

/// <summary>What one workload took.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Rows">Rows of the table; null for flows.</param>
/// <param name="CompileMilliseconds">Checking and compiling the documents once.</param>
/// <param name="BytesPerRow">Memory kept after compiling, per row; null for flows.</param>
/// <param name="NanosecondsPerDecision">Time of one decision.</param>
/// <param name="DecisionsPerSecond">Decisions in a second on one core.</param>
/// <param name="BytesPerDecision">Memory allocated for one decision.</param>
internal sealed record WorkloadFigures(
    string Workload,
    int? Rows,
    double CompileMilliseconds,
    long? BytesPerRow,
    double NanosecondsPerDecision,
    long DecisionsPerSecond,
    double BytesPerDecision);
