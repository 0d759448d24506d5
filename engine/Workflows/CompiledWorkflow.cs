using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Workflows;

/// <summary>A workflow whose rules are machine code: one delegate for every 64 rules, which says which of them succeed.
/// When a rule goes wrong, or is to be explained, the rules run one by one.</summary>
internal sealed class CompiledWorkflow : CompiledDocument
{
    private const int RulesPerDelegate = 64;
    private const ulong Spreading = 0x9E37_79B9_7F4A_7C15;

    private static readonly Shape OutputShape = new(["succeeded", "events"]);
    private static readonly DataType Texts = new(ValueKind.List) { Items = DataType.Text };

    private static readonly DataType OutputType = new(ValueKind.Object)
    {
        Members = [new DataType.Member("succeeded", Texts), new DataType.Member("events", Texts)],
        Shape = OutputShape,
    };

    private readonly CompiledRule[] _rules;
    private readonly RuleDelegate<ulong>[] _successes;
    private readonly RuleDelegate<Value>[] _parameters;
    private readonly int _count;
    private readonly Made?[] _made = new Made?[64];

    /// <param name="document">The workflow.</param>
    /// <param name="facts">The fact type.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="parameters">What computes each parameter.</param>
    /// <param name="count">How many rules there are, nested ones included.</param>
    public CompiledWorkflow(
        WorkflowDocument document, FactType facts, CompiledRule[] rules, RuleDelegate<Value>[] parameters, int count)
        : base(document, facts, OutputType)
    {
        (_rules, _parameters, _count) = (rules, parameters, count);
        _successes = [.. rules.Chunk(RulesPerDelegate).Select(some => RuleEmitter.CompileBits(some.Select(r => r.Code)))];

        // The first call of a delegate compiles it to machine code: now, not when a parcel waits.
        Together(null);
    }

    public override Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace) => trace ? OneByOne(facts, trace) : Together(facts);

    private Evaluation Together(Context? facts)
    {
        try
        {
            var frame = _parameters.Length == 0 ? null : new RuleFrame(facts, _parameters);
            return _successes.Length == 1 ? Lately(_successes[0](facts, frame)) : Many(facts, frame);
        }
        catch (Exception e) when (RuleFault.CodeOf(e) is not null)
        {
            return OneByOne(facts, trace: false);
        }
    }

    /// <summary>The same rules give the same evaluation, which is therefore made once for the sets of rules met lately.</summary>
    private Evaluation Lately(ulong successes)
    {
        ref var made = ref _made[(int)(unchecked(successes * Spreading) >> 58)];
        if (made is not { } known || known.Successes != successes)
            made = known = new Made(successes, Succeeded([.. Among(successes)]));
        return known.Evaluation;
    }

    private IEnumerable<CompiledRule> Among(ulong successes) => _rules.Where((_, i) => Has(successes, i));

    private Evaluation Many(Context? facts, RuleFrame? frame)
    {
        var successes = Array.ConvertAll(_successes, s => s(facts, frame));
        return Succeeded([.. _rules.Where((_, i) => Has(successes[i / RulesPerDelegate], i % RulesPerDelegate))]);
    }

    private Evaluation OneByOne(Context? facts, bool trace)
    {
        var frame = new RuleFrame(facts, _parameters) { Outcomes = trace ? new RuleOutcome[_count] : null };
        var evaluation = Succeeded([.. _rules.Where(r => r.Holds(frame))]);
        return evaluation with
        {
            Faults = [.. frame.Faults.Select(f => new Fault(f.Code, Source.Key, f.Rule, RuleMessages.Failed(f.Rule, f.Code)))],
            Trace = trace ? Explain(frame.Outcomes!, evaluation.Outputs) : null,
        };
    }

    private static Evaluation Succeeded(ImmutableArray<CompiledRule> rules)
    {
        var events = rules.Select(r => r.Source.Event).OfType<string>().Select(Value.Text);
        return new Evaluation
        {
            Outputs = Value.Object(new Context(
                OutputShape, [Value.List([.. rules.Select(r => Value.Text(r.Source.Name))]), Value.List([.. events])])),
            Matched = [.. rules.Select(r => r.Source.Name)],
        };
    }

    private Trace Explain(RuleOutcome[] outcomes, Value outputs) =>
        new(Source.Key, [new TracePass(null, [.. _rules.SelectMany(r => r.Explain(outcomes))], outputs)]);

    private static bool Has(ulong successes, int rule) => (successes >> rule & 1) != 0;

    /// <summary>The evaluation of a set of rules that succeeded, one bit each.</summary>
    private sealed record Made(ulong Successes, Evaluation Evaluation);
}
