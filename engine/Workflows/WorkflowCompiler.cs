using System.Collections.Immutable;
using System.Linq.Expressions;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>Checks a workflow against the fact type and the allowed functions, then compiles each rule to a
/// delegate.</summary>
internal sealed class WorkflowCompiler
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "facts", "input1", "Math", "string", "it", "iif", "np", "new", "true", "false", "null", "and", "or", "not",
            "in", "not_in",
    };

    private readonly RuleEmitter _emitter;
    private int _rules;

    private WorkflowCompiler(FactType facts) => _emitter = new RuleEmitter(facts);

    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledWorkflow? Compile(WorkflowDocument document, FactType facts, Reporter reporter)
    {
        var source = WorkflowReader.Read(document.Workflow, reporter.At("workflow"));
        var compiler = new WorkflowCompiler(facts);
        var scope = compiler.Parameters(source.Parameters, []);
        CompiledRule[] rules = [.. source.Rules.Select(r => compiler.Rule(r, scope))];
        return reporter.HasErrors ? null
            : new CompiledWorkflow(document, facts, rules, compiler._emitter.Parameters, compiler._rules);
    }

    private CompiledRule Rule(RuleSource source, ImmutableStack<RuleParameterName> outer)
    {
        var number = _rules++;
        var scope = Parameters(source.Parameters, outer);
        return new CompiledRule(
            source, number, source.Operator is null ? Condition(source, scope) : null, [.. source.Rules.Select(r => Rule(r, scope))]);
    }

    private Expression? Condition(RuleSource source, ImmutableStack<RuleParameterName> scope)
    {
        var at = source.At.At("Expression");
        if (string.IsNullOrWhiteSpace(source.Expression) || RuleParser.Parse(source.Expression, at) is not { } tree) return null;
        return _emitter.EmitCondition(tree, scope, at);
    }

    private ImmutableStack<RuleParameterName> Parameters(
        ImmutableArray<ParameterSource> sources, ImmutableStack<RuleParameterName> scope)
    {
        foreach (var source in sources)
        {
            Name(source, scope);
            var at = source.At.At("Expression");
            var value = RuleParser.Parse(source.Expression, at) is { } tree
                ? _emitter.EmitParameter(tree, scope, at)
                : RuleEmitter.Absent;
            scope = scope.Push(new RuleParameterName(source.Name, value));
        }

        return scope;
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
