using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.Compiling;
using RulesEngine.Models;

namespace Policy.Engine.Workflows;

/// <summary>Checks a workflow against the fact type and the allowed functions, then hands it to Microsoft
/// RulesEngine.</summary>
internal sealed class WorkflowCompiler
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "facts", "input1", "Math", "string", "it", "iif", "np", "new", "true", "false", "null", "and", "or", "not",
            "in", "not_in",
    };

    private readonly RuleEmitter _emitter;
    private int _parameters;

    private WorkflowCompiler(FactType facts) => _emitter = new RuleEmitter(facts);

    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledDocument? Compile(WorkflowDocument document, FactType facts, Reporter reporter)
    {
        var at = reporter.At("workflow");
        var source = WorkflowReader.Read(document.Workflow, at);
        var compiler = new WorkflowCompiler(facts);
        var workflow = compiler.Workflow(source);
        if (reporter.HasErrors) return null;
        var compiled = new CompiledWorkflow(document, facts, source, workflow, compiler._emitter.Functions);
        if (compiled.Refused is not { } refused) return compiled;
        at.Error(DiagnosticCode.WorkflowRefused, RuleMessages.Refused(refused));
        return null;
    }

    private Workflow Workflow(WorkflowSource source)
    {
        var (globals, scope) = Parameters(source.Parameters, []);
        return new Workflow
        {
            WorkflowName = CompiledWorkflow.Name,
            GlobalParams = globals,
            Rules = [.. source.Rules.Select(r => Rule(r, scope))],
        };
    }

    // Messages and events stay with us: the rules engine gets what it needs to decide and nothing else.
    private Rule Rule(RuleSource source, ImmutableStack<RuleParameterName> outer)
    {
        var (locals, scope) = Parameters(source.Parameters, outer);
        return new Rule
        {
            RuleName = source.Name,
            Enabled = source.Enabled,
            Operator = source.Operator,
            LocalParams = locals,
            Expression = source.Operator is null ? Condition(source, scope) : null,
            Rules = source.Operator is null ? null : [.. source.Rules.Select(r => Rule(r, scope))],
        };
    }

    private string Condition(RuleSource source, ImmutableStack<RuleParameterName> scope)
    {
        var at = source.At.At("Expression");
        if (string.IsNullOrWhiteSpace(source.Expression) || RuleParser.Parse(source.Expression, at) is not { } tree)
            return "false";
        return _emitter.EmitCondition(tree, scope, at) ?? "false";
    }

    private (ScopedParam[] Emitted, ImmutableStack<RuleParameterName> Scope) Parameters(
        ImmutableArray<ParameterSource> sources, ImmutableStack<RuleParameterName> scope)
    {
        var emitted = new List<ScopedParam>();
        foreach (var source in sources)
        {
            Name(source, scope);
            var at = source.At.At("Expression");
            if (RuleParser.Parse(source.Expression, at) is not { } tree
                || _emitter.Emit(tree, scope, at) is not { } value)
                value = new EmittedRule(RuleType.Null, "null");
            else if (value.Type.Kind == ValueKind.Null)
                at.Error(DiagnosticCode.RuleType, RuleMessages.Needs("value", value.Type));

            // Objects and lists are places in the facts, not values: they are named, not computed.
            if (value.Type.Kind is not ValueKind.Object and not ValueKind.List)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"p{_parameters++}");
                emitted.Add(new ScopedParam { Name = name, Expression = value.Code });
                value = value with { Code = name };
            }

            scope = scope.Push(new RuleParameterName(source.Name, value));
        }

        return ([.. emitted], scope);
    }

    private static void Name(ParameterSource source, ImmutableStack<RuleParameterName> scope)
    {
        var name = source.Name;
        if (Reserved.Contains(name) || !(char.IsLetter(name[0]) || name[0] == '_')
            || name.Any(c => c != '_' && !char.IsLetterOrDigit(c)))
            source.At.At("Name").Error(DiagnosticCode.WorkflowStructure, RuleMessages.BadName(name));
        if (scope.Any(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            source.At.At("Name").Error(DiagnosticCode.WorkflowDuplicate, RuleMessages.Duplicate(name));
    }
}
