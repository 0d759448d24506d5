using System.Collections.Immutable;
using System.Linq.Expressions;

namespace Policy.Engine.Workflows;

/// <summary>A checked rule: one expression, or nested rules of which no more run than decide.</summary>
/// <param name="source">The rule as authored.</param>
/// <param name="number">Its place among all rules of the workflow, parents before children.</param>
/// <param name="test">Its expression; null for nested rules.</param>
/// <param name="rules">The nested rules.</param>
internal sealed class CompiledRule(RuleSource source, int number, Expression? test, ImmutableArray<CompiledRule> rules)
{
    private readonly CompiledRule[] _enabled = [.. rules.Where(r => r.Source.Enabled)];
    private readonly bool _all = source.Operator is "And" or "AndAlso";
    private readonly Lazy<RuleDelegate<bool>>? _test = test is null ? null : new(() => RuleEmitter.Compile<bool>(test!));

    public RuleSource Source { get; } = source;

    /// <summary>The rule as a part of the workflow's own code, where an exception is the fault of some rule.</summary>
    public Expression Code => !Source.Enabled || (test is null && _enabled.Length == 0)
        ? Expression.Constant(false)
        : test ?? RuleEmitter.Balanced([.. _enabled.Select(r => r.Code)], _all);

    /// <summary>Runs the rule by itself and notes what became of it and what went wrong: true when it is enabled and
    /// succeeds.</summary>
    public bool Holds(RuleFrame frame)
    {
        if (!Source.Enabled) return false;
        var outcome = Run(frame);
        if (frame.Outcomes is { } outcomes) outcomes[number] = outcome;
        return outcome == RuleOutcome.Succeeded;
    }

    /// <summary>What became of the rule and those nested in it.</summary>
    public IEnumerable<TraceItem> Explain(RuleOutcome[] outcomes)
    {
        var outcome = outcomes[number];
        var hit = outcome == RuleOutcome.Succeeded;
        ImmutableArray<TraceCell> cells = test is null || outcome == RuleOutcome.NotRun
            ? []
            : [new TraceCell("expression", Source.Expression!, Value.Null, outcome == RuleOutcome.Faulted ? null : hit)];
        return rules.SelectMany(r => r.Explain(outcomes)).Prepend(new TraceItem(Source.Name, Source.Enabled, hit, hit, cells));
    }

    private RuleOutcome Run(RuleFrame frame)
    {
        if (_test is null) return Nested(frame) ? RuleOutcome.Succeeded : RuleOutcome.Failed;
        try
        {
            return _test.Value(frame.Facts, frame) ? RuleOutcome.Succeeded : RuleOutcome.Failed;
        }
        catch (Exception e) when (RuleFault.CodeOf(e) is { } code)
        {
            frame.Fault(Source.Name, code);
            return RuleOutcome.Faulted;
        }
    }

    // Nothing but disabled rules is no success, whatever the operator.
    private bool Nested(RuleFrame frame)
    {
        foreach (var rule in _enabled)
            if (rule.Holds(frame) != _all) return !_all;
        return _all && _enabled.Length > 0;
    }
}
