using System.Linq.Expressions;

namespace Policy.Engine.Workflows;

/// <content>Calls: the closed list of functions and methods.</content>
internal sealed partial class RuleEmitter
{
    private RuleCode? Call(CallSyntax call)
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

    private RuleCode? MathCall(CallSyntax call)
    {
        var function = (call.Name, call.Arguments.Length) switch
        {
            ("Abs" or "Floor" or "Ceiling", 1) or ("Round", 1 or 2) or ("Min" or "Max", 2) => call.Name,
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
        Expression[] digits = call.Name == "Round" && arguments.Length == 1 ? [Constant(Value.Number(0))] : [];
        return Numeric(Call(function, [.. arguments!, .. digits]));
    }

    private RuleCode? TextTest(CallSyntax call)
    {
        if (call.Name is not ("IsNullOrEmpty" or "IsNullOrWhiteSpace")) return NotAllowed(call);
        if (call.Arguments is not [var only])
            return Misused(call, $"string.{call.Name}(x)");
        return Of(only, ValueKind.Text) is { } x ? Logical(Call(call.Name, x)) : null;
    }

    private RuleCode? TextCall(CallSyntax call, RuleCode target)
    {
        switch (call.Name, call.Arguments)
        {
            case ("ToUpper" or "ToUpperInvariant", []): return Textual(Call("Upper", target.Code));
            case ("ToLower" or "ToLowerInvariant", []): return Textual(Call("Lower", target.Code));
            case ("Trim", []): return Textual(Call("Trim", target.Code));
            case ("StartsWith" or "EndsWith" or "Contains", [var other]):
                return Of(other, ValueKind.Text) is { } x ? Logical(Call(call.Name, target.Code, x)) : null;
            case ("Substring", [_] or [_, _]):
                var places = call.Arguments.Select(Number).ToArray();
                return places.Contains(null) ? null : Textual(Call("Substring", [target.Code, .. places!]));
            case ("StartsWith" or "EndsWith" or "Contains" or "ToUpper" or "ToLower" or "Trim" or "Substring", _):
                return Misused(call, Usage(call.Name));
            default: return NotAllowed(call);
        }
    }

    private RuleCode? ListCall(CallSyntax call, RuleCode target)
    {
        var items = target.Type.Items!;
        switch (call.Name, call.Arguments)
        {
            case ("Any", []): return Logical(Expression.NotEqual(Call("Length", target.Code), Expression.Constant(0)));
            case ("Count", []): return Numeric(Counted(target));
            case ("Sum" or "Min" or "Max", []) when items.Kind == ValueKind.Number:
                return Aggregate(call.Name, target, item => item.Code);
            case ("Any" or "All", [LambdaSyntax lambda]): return Quantifier(call.Name == "All", target, lambda);
            case ("Count", [LambdaSyntax lambda]): return CountOf(target, lambda);
            case ("Sum" or "Min" or "Max", [LambdaSyntax lambda]):
                return Aggregate(call.Name, target, item => Lambda(lambda, item, Number));
            case ("Contains", [var item]) when items.Kind is not ValueKind.Object:
                return Contains(target, items, item);
            case ("Any" or "All" or "Count" or "Sum" or "Min" or "Max" or "Contains", _):
                return Misused(call, Usage(call.Name));
            default: return NotAllowed(call);
        }
    }

    private RuleCode? Misused(CallSyntax call, string usage) =>
        Fail(call, DiagnosticCode.RuleNotAllowed, RuleMessages.Arguments(call.Name, usage));

    private RuleCode? NotAllowed(CallSyntax call) => Fail(
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
