using System.Globalization;

namespace Policy.Engine.Workflows;

/// <content>Calls: the closed list of functions and methods.</content>
internal sealed partial class RuleEmitter
{
    private EmittedRule? Call(CallSyntax call)
    {
        if (call.Target is NameSyntax { Name: "Math" } && Parameter("Math") is null) return MathCall(call);
        if (call.Target is NameSyntax { Name: "string" or "String" } && Parameter("string") is null)
            return TextTest(call);
        if (call.Target is null) return NotAllowed(call);
        if (call.Target is NameSyntax root && Parameter(root.Name) is null && !IsFacts(root.Name))
            return Fail(call, DiagnosticCode.RuleNotAllowed, RuleMessages.NotAllowed($"{root.Name}.{call.Name}"));
        if (Any(call.Target) is not { } target) return null;
        return target.Type.Kind switch
        {
            ValueKind.Text => TextCall(call, target),
            ValueKind.List => ListCall(call, target),
            _ => NotAllowed(call),
        };
    }

    private EmittedRule? MathCall(CallSyntax call)
    {
        var function = (call.Name, call.Arguments.Length) switch
        {
            ("Abs", 1) or ("Floor", 1) or ("Ceiling", 1) or ("Round", 1 or 2) => call.Name,
            ("Min", 2) => "Smaller",
            ("Max", 2) => "Larger",
            _ => null,
        };
        if (function is null)
        {
            return call.Name is "Abs" or "Floor" or "Ceiling" or "Round" or "Min" or "Max"
                ? Misused(call, $"Math.{call.Name}({(call.Name is "Min" or "Max" ? "a, b" : "a")})")
                : NotAllowed(call);
        }

        var arguments = call.Arguments.Select(Number).ToArray();
        if (arguments.Contains(null)) return null;
        var digits = call.Name == "Round" && arguments.Length == 1 ? ", 0m" : "";
        return Numeric($"k.{function}({string.Join(", ", arguments)}{digits})");
    }

    private EmittedRule? TextTest(CallSyntax call)
    {
        var function = call.Name switch { "IsNullOrEmpty" => "Empty", "IsNullOrWhiteSpace" => "Blank", _ => null };
        if (function is null) return NotAllowed(call);
        if (call.Arguments is not [var only])
            return Misused(call, $"string.{call.Name}(x)");
        return Of(only, ValueKind.Text) is { } x ? Logical($"k.{function}({x})") : null;
    }

    private EmittedRule? TextCall(CallSyntax call, EmittedRule target)
    {
        switch (call.Name, call.Arguments)
        {
            case ("ToUpper" or "ToUpperInvariant", []): return Textual($"k.Upper({target.Code})");
            case ("ToLower" or "ToLowerInvariant", []): return Textual($"k.Lower({target.Code})");
            case ("Trim", []): return Textual($"k.Trim({target.Code})");
            case ("StartsWith" or "EndsWith" or "Contains", [var other]):
                var function = call.Name == "Contains" ? "Includes" : call.Name;
                return Of(other, ValueKind.Text) is { } x ? Logical($"k.{function}({target.Code}, {x})") : null;
            case ("Substring", [var start]):
                return Number(start) is { } from
                    ? Textual($"k.Part({target.Code}, {from}, k.Subtract(k.Length({target.Code}), {from}))")
                    : null;
            case ("Substring", [var start, var length]):
                return Number(start) is { } begin && Number(length) is { } count
                    ? Textual($"k.Part({target.Code}, {begin}, {count})")
                    : null;
            case ("StartsWith" or "EndsWith" or "Contains" or "ToUpper" or "ToLower" or "Trim" or "Substring", _):
                return Misused(call, Usage(call.Name));
            default: return NotAllowed(call);
        }
    }

    private EmittedRule? ListCall(CallSyntax call, EmittedRule target)
    {
        var items = target.Type.Items!;
        switch (call.Name, call.Arguments)
        {
            case ("Any", []): return Logical($"{target.Code}.Any()");
            case ("Count", []): return Numeric($"k.Number({target.Code}.Count())");
            case ("Sum", []) when items.Kind == ValueKind.Number: return Numeric($"k.Sum({target.Code})");
            case ("Min" or "Max", []) when items.Kind == ValueKind.Number:
                return Numeric($"{target.Code}.{call.Name}()");
            case ("Any" or "All" or "Count", [LambdaSyntax lambda]):
                if (Lambda(lambda, items, Condition) is not { } test) return null;
                return call.Name == "Count"
                    ? Numeric($"k.Number({target.Code}.Count({test}))")
                    : Logical($"{target.Code}.{call.Name}({test})");
            case ("Sum" or "Min" or "Max", [LambdaSyntax lambda]):
                if (Lambda(lambda, items, Selected) is not { } selector) return null;
                return Numeric(call.Name == "Sum"
                    ? $"k.Sum({target.Code}.Select({selector}))"
                    : $"{target.Code}.{call.Name}({selector})");
            case ("Contains", [var item]) when items.Kind is not ValueKind.Object:
                return Contains(target, items, item);
            case ("Any" or "All" or "Count" or "Sum" or "Min" or "Max" or "Contains", _):
                return Misused(call, Usage(call.Name));
            default: return NotAllowed(call);
        }
    }

    private EmittedRule? Contains(EmittedRule target, RuleType items, RuleSyntax item)
    {
        if (Any(item) is not { } value || !AsTime(item, ref value, items)) return null;
        if (value.Type.Kind != items.Kind)
            return Fail(item, DiagnosticCode.RuleType, RuleMessages.Needs(items.ToString(), value.Type));
        var x = NewVariable();
        return Logical($"{target.Code}.Any({x} => k.Equal({x}, {value.Code}))");
    }

    private string? Selected(RuleSyntax body) => Number(body) is { } number ? $"k.Number({number})" : null;

    private string? Lambda(LambdaSyntax lambda, RuleType items, Func<RuleSyntax, string?> body)
    {
        if (Parameter(lambda.Parameter) is not null || IsFacts(lambda.Parameter))
        {
            Fail(lambda, DiagnosticCode.WorkflowDuplicate, RuleMessages.Duplicate(lambda.Parameter));
            return null;
        }

        var x = NewVariable();
        var outer = _scope;
        _scope = _scope.Push(new RuleParameterName(lambda.Parameter, new EmittedRule(items, x)));
        var code = body(lambda.Body);
        _scope = outer;
        return code is null ? null : $"{x} => {code}";
    }

    private string NewVariable() => string.Create(CultureInfo.InvariantCulture, $"x{_lambdas++}");

    private EmittedRule? Misused(CallSyntax call, string usage) =>
        Fail(call, DiagnosticCode.RuleNotAllowed, RuleMessages.Arguments(call.Name, usage));

    private EmittedRule? NotAllowed(CallSyntax call) => Fail(
        call,
        DiagnosticCode.RuleNotAllowed,
        RuleMessages.NotAllowed(call.Target is NameSyntax root ? $"{root.Name}.{call.Name}" : call.Name));

    private static string Usage(string function) => function switch
    {
        "Any" or "All" or "Count" => $"list.{function}(x => x.quantity > 1)",
        "Sum" or "Min" or "Max" => $"list.{function}(x => x.quantity)",
        "Substring" => "text.Substring(0, 4)",
        "ToUpper" or "ToLower" or "Trim" => $"text.{function}()",
        _ => $"text.{function}(\"A\")",
    };
}
