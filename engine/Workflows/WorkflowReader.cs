using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>A workflow as authored, structure checked, expressions still text.</summary>
internal sealed record WorkflowSource(ImmutableArray<ParameterSource> Parameters, ImmutableArray<RuleSource> Rules);

/// <summary>A global or local parameter.</summary>
internal sealed record ParameterSource(string Name, string Expression, Reporter At);

/// <summary>A rule: an expression, or an operator over nested rules.</summary>
internal sealed record RuleSource(
    string Name,
    string? Event,
    bool Enabled,
    string? Operator,
    string? Expression,
    ImmutableArray<ParameterSource> Parameters,
    ImmutableArray<RuleSource> Rules,
    Reporter At);

/// <summary>Reads the JSON of Microsoft RulesEngine. Names of properties are matched whatever their case, as it
/// does.</summary>
internal static class WorkflowReader
{
    private const int MaxRules = 1_000;
    private const int MaxNesting = 10;

    private static readonly string[] WorkflowMembers =
        ["WorkflowName", "RuleExpressionType", "WorkflowsToInject", "WorkflowRulesToInject", "GlobalParams", "Rules"];

    private static readonly string[] RuleMembers =
    [
        "RuleName", "Properties", "Operator", "ErrorMessage", "ErrorType", "Enabled", "RuleExpressionType",
            "WorkflowsToInject",
        "WorkflowRulesToInject", "Rules", "LocalParams", "Expression", "Actions", "SuccessEvent",
    ];

    private static readonly string[] ParameterMembers = ["Name", "Expression"];

    /// <summary>The workflow; what is unreadable in it is left out after being reported.</summary>
    public static WorkflowSource Read(JsonElement json, Reporter reporter)
    {
        if (Members(json, WorkflowMembers, reporter) is not { } members) return new WorkflowSource([], []);
        if (Text(members, "WorkflowName", reporter) is null && !members.ContainsKey("WorkflowName"))
            reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.Missing("WorkflowName"));
        ExpressionType(members, reporter);
        Injection(members, reporter);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        return new WorkflowSource(
            Parameters(members, "GlobalParams", reporter),
            Rules(members, reporter, required: true, names, ref count, depth: 1));
    }

    private static ImmutableArray<RuleSource> Rules(
        Dictionary<string, JsonElement> owner, Reporter reporter, bool required, HashSet<string> names, ref int count,
            int depth)
    {
        var items = Items(owner, "Rules", reporter);
        if (items.IsEmpty && required && (!owner.TryGetValue("Rules", out var given)
            || given.ValueKind is JsonValueKind.Null or JsonValueKind.Array))
            reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.Missing("Rules"));
        if (depth > MaxNesting)
        {
            reporter.At("Rules").Error(DiagnosticCode.WorkflowLimit, RuleMessages.TooMany("Rules", depth, MaxNesting));
            return [];
        }

        count += items.Length;
        if (count > MaxRules)
        {
            reporter.At("Rules").Error(DiagnosticCode.WorkflowLimit, RuleMessages.TooMany("Rules", count, MaxRules));
            return [];
        }

        var rules = ImmutableArray.CreateBuilder<RuleSource>();
        for (var i = 0; i < items.Length; i++)
            if (Rule(items[i], reporter.At("Rules").At(i), names, ref count, depth) is { } rule) rules.Add(rule);
        return rules.ToImmutable();
    }

    private static RuleSource? Rule(JsonElement json, Reporter reporter, HashSet<string> names, ref int count,
        int depth)
    {
        if (Members(json, RuleMembers, reporter) is not { } members) return null;
        var name = Text(members, "RuleName", reporter);
        if (string.IsNullOrWhiteSpace(name))
            reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.Missing("RuleName"));
        else if (!names.Add(name))
            reporter.At("RuleName").Error(DiagnosticCode.WorkflowDuplicate, RuleMessages.Duplicate(name));
        ExpressionType(members, reporter);
        Injection(members, reporter);
        Actions(members, reporter);
        Text(members, "ErrorMessage", reporter);
        var op = Text(members, "Operator", reporter);
        var expression = Text(members, "Expression", reporter);
        var nested = Rules(members, reporter, required: false, names, ref count, depth + 1);
        Shape(op, expression, nested, members, reporter);
        return new RuleSource(
            name ?? "",
            Text(members, "SuccessEvent", reporter) is { Length: > 0 } said ? said : null,
            Flag(members, "Enabled", reporter) ?? true,
            op,
            expression,
            Parameters(members, "LocalParams", reporter),
            nested,
            reporter);
    }

    private static void Shape(
        string? op, string? expression, ImmutableArray<RuleSource> nested, Dictionary<string, JsonElement> members,
            Reporter reporter)
    {
        var hasRules = members.TryGetValue("Rules", out var rules) && rules.ValueKind == JsonValueKind.Array
            && rules.GetArrayLength() > 0;
        if (op is null)
        {
            if (hasRules) reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.RulesWithoutOperator);
            else if (string.IsNullOrWhiteSpace(expression))
                reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.Missing("Expression"));
            return;
        }

        if (op is not ("And" or "AndAlso" or "Or" or "OrElse"))
            reporter.At("Operator").Error(DiagnosticCode.WorkflowOperator, RuleMessages.UnknownOperator(op));
        if (!hasRules) reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.OperatorWithoutRules);
        else if (nested.Length > 0 && nested.All(r => !r.Enabled))
            reporter.Warning(DiagnosticCode.WorkflowStructure, RuleMessages.NoEnabledRules);
        if (!string.IsNullOrWhiteSpace(expression))
            reporter.At("Expression").Error(DiagnosticCode.WorkflowStructure, RuleMessages.ExpressionWithOperator);
    }

    private static ImmutableArray<ParameterSource> Parameters(Dictionary<string, JsonElement> owner, string member,
        Reporter reporter)
    {
        var items = Items(owner, member, reporter);
        var parameters = ImmutableArray.CreateBuilder<ParameterSource>();
        for (var i = 0; i < items.Length; i++)
        {
            var at = reporter.At(member).At(i);
            if (Members(items[i], ParameterMembers, at) is not { } members) continue;
            var (name, expression) = (Text(members, "Name", at), Text(members, "Expression", at));
            if (string.IsNullOrEmpty(name)) at.Error(DiagnosticCode.WorkflowStructure, RuleMessages.Missing("Name"));
            if (string.IsNullOrWhiteSpace(expression))
                at.Error(DiagnosticCode.WorkflowStructure, RuleMessages.Missing("Expression"));
            else if (!string.IsNullOrEmpty(name)) parameters.Add(new ParameterSource(name, expression, at));
        }

        return parameters.ToImmutable();
    }

    private static void ExpressionType(Dictionary<string, JsonElement> members, Reporter reporter)
    {
        if (!members.TryGetValue("RuleExpressionType", out var type) || type.ValueKind == JsonValueKind.Null) return;
        if (type.ValueKind == JsonValueKind.String && type.ValueEquals("LambdaExpression")) return;
        if (type.ValueKind == JsonValueKind.Number && type.TryGetInt32(out var number) && number == 0) return;
        reporter.At("RuleExpressionType").Error(DiagnosticCode.WorkflowStructure,
            RuleMessages.WrongType("RuleExpressionType", "`LambdaExpression`", "`LambdaExpression`"));
    }

    private static void Injection(Dictionary<string, JsonElement> members, Reporter reporter)
    {
        foreach (var member in (ReadOnlySpan<string>)["WorkflowsToInject", "WorkflowRulesToInject"])
        {
            foreach (var item in Items(members, member, reporter))
                reporter.At(member).Error(DiagnosticCode.WorkflowEffect, RuleMessages.Injection(item.ToString()));
        }
    }

    private static void Actions(Dictionary<string, JsonElement> members, Reporter reporter)
    {
        if (!members.TryGetValue("Actions", out var actions) || actions.ValueKind == JsonValueKind.Null) return;
        var at = reporter.At("Actions");
        if (Members(actions, ["OnSuccess", "OnFailure"], at) is not { } events) return;
        foreach (var (name, action) in events)
        {
            if (action.ValueKind == JsonValueKind.Null) continue;
            if (Members(action, ["Name", "Context"], at.At(name)) is not { } content) continue;
            if (Text(content, "Name", at.At(name)) is { Length: > 0 } called
                && !called.Equals("none", StringComparison.OrdinalIgnoreCase))
                at.At(name).Error(DiagnosticCode.WorkflowEffect, RuleMessages.Action(called));
        }
    }

    private static Dictionary<string, JsonElement>? Members(JsonElement json, string[] known, Reporter reporter)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            reporter.Error(DiagnosticCode.WorkflowStructure, RuleMessages.WrongType("JSON", "对象", "an object"));
            return null;
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in json.EnumerateObject())
        {
            if (known.FirstOrDefault(k => k.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) is not { } name)
                reporter.At(member.Name).Error(DiagnosticCode.WorkflowProperty,
                    RuleMessages.UnknownProperty(member.Name, known));
            else if (!members.TryAdd(name, member.Value))
                reporter.At(member.Name).Error(DiagnosticCode.WorkflowDuplicate, RuleMessages.Duplicate(member.Name));
        }

        return members;
    }

    private static ImmutableArray<JsonElement> Items(Dictionary<string, JsonElement> members, string name,
        Reporter reporter)
    {
        if (!members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) return [];
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray()];
        reporter.At(name).Error(DiagnosticCode.WorkflowStructure, RuleMessages.WrongType(name, "数组", "an array"));
        return [];
    }

    private static string? Text(Dictionary<string, JsonElement> members, string name, Reporter reporter)
    {
        if (!members.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        reporter.At(name).Error(DiagnosticCode.WorkflowStructure, RuleMessages.WrongType(name, "文本", "text"));
        return null;
    }

    private static bool? Flag(Dictionary<string, JsonElement> members, string name, Reporter reporter)
    {
        if (!members.TryGetValue(name, out var value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        reporter.At(name).Error(DiagnosticCode.WorkflowStructure,
            RuleMessages.WrongType(name, "true 或 false", "true or false"));
        return null;
    }
}
