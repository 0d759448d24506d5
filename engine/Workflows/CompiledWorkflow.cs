using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using RulesEngine.Models;

namespace Policy.Engine.Workflows;

/// <summary>A workflow that Microsoft RulesEngine has compiled.</summary>
internal sealed class CompiledWorkflow : CompiledDocument
{
    /// <summary>The name of the workflow inside its own rules engine.</summary>
    public const string Name = "workflow";

    private static readonly Shape OutputShape = new(["succeeded", "events"]);
    private static readonly DataType Texts = new(ValueKind.List) { Items = DataType.Text };

    private static readonly DataType OutputType = new(ValueKind.Object)
    {
        Members = [new DataType.Member("succeeded", Texts), new DataType.Member("events", Texts)],
        Shape = OutputShape,
    };

    private readonly RulesEngine.RulesEngine _engine;
    private readonly RuleFunctions _functions;
    private readonly WorkflowSource _source;

    public CompiledWorkflow(
        WorkflowDocument document, FactType facts, WorkflowSource source, Workflow workflow, RuleFunctions functions)
        : base(document, facts, OutputType)
    {
        _source = source;
        _functions = functions;
        _engine = new RulesEngine.RulesEngine([workflow], new ReSettings
        {
            IsExpressionCaseSensitive = true,
            UseFastExpressionCompiler = false,
            EnableFormattedErrorMessage = false,
            AutoExecuteActions = false,
            NestedRuleExecutionMode = NestedRuleExecutionMode.All,
        });
        Refused = FirstRefused(Run(new FactView(null)));
    }

    /// <summary>The first rule that did not compile; null when all did. All rules are compiled by the
    /// constructor.</summary>
    public string? Refused { get; }

    public override Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace)
    {
        var results = Run(new FactView(facts)).ToDictionary(r => r.Rule.RuleName, StringComparer.Ordinal);
        var succeeded = _source.Rules.Where(r => r.Enabled && results[r.Name].IsSuccess).ToImmutableArray();
        var outputs = Value.Object(new Context(OutputShape,
        [
            Value.List([.. succeeded.Select(r => Value.Text(r.Name))]),
            Value.List([.. succeeded.Where(r => r.Event is not null).Select(r => Value.Text(r.Event))]),
        ]));
        return new Evaluation
        {
            Outputs = outputs,
            Matched = [.. succeeded.Select(r => r.Name)],
            Faults = [.. results.Values.SelectMany(Faults)],
            Trace = trace ? Explain(results, outputs) : null,
        };
    }

    private Trace Explain(Dictionary<string, RuleResultTree> results, Value outputs)
    {
        var items = _source.Rules.SelectMany(r => Items(r, results.GetValueOrDefault(r.Name)));
        return new Trace(Source.Key, [new TracePass(null, [.. items], outputs)]);
    }

    private List<RuleResultTree> Run(FactView facts) => _engine
        .ExecuteAllRulesAsync(Name, [new RuleParameter("f", facts), new RuleParameter("k", _functions)])
        .AsTask().GetAwaiter().GetResult();

    private IEnumerable<Fault> Faults(RuleResultTree result)
    {
        var nested = (result.ChildResults ?? []).SelectMany(Faults);
        if (result.IsSuccess || string.IsNullOrEmpty(result.ExceptionMessage)) return nested;
        var code = Code(result.ExceptionMessage) ?? DiagnosticCode.RuleFailed;
        return nested.Prepend(new Fault(code, Source.Key, result.Rule.RuleName,
            RuleMessages.Failed(result.Rule.RuleName, code)));
    }

    private static string? FirstRefused(IEnumerable<RuleResultTree> results) => results
        .Select(r => !string.IsNullOrEmpty(r.ExceptionMessage) && Code(r.ExceptionMessage) is null
            ? r.Rule.RuleName
            : FirstRefused(r.ChildResults ?? []))
        .FirstOrDefault(name => name is not null);

    // The rules engine hands on the text of an exception only; ours is the code of the fault.
    private static string? Code(string message) => new[]
    {
        DiagnosticCode.RuleDivisionByZero, DiagnosticCode.RuleOverflow, DiagnosticCode.RuleText,
    }.FirstOrDefault(code => message.Contains(code, StringComparison.Ordinal));

    private static IEnumerable<TraceItem> Items(RuleSource rule, RuleResultTree? result)
    {
        var hit = result?.IsSuccess == true;
        var failed = result is not null && !string.IsNullOrEmpty(result.ExceptionMessage);
        ImmutableArray<TraceCell> cells = rule.Expression is null || result is null
            ? []
            : [new TraceCell("expression", rule.Expression, Value.Null, failed ? null : hit)];
        var children = (result?.ChildResults ?? []).ToDictionary(r => r.Rule.RuleName, StringComparer.Ordinal);
        return rule.Rules
            .SelectMany(r => Items(r, children.GetValueOrDefault(r.Name)))
            .Prepend(new TraceItem(rule.Name, result is not null, hit, hit, cells));
    }
}
