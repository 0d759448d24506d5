namespace Policy.Engine.Workflows;

/// <summary>Compiled code of a workflow.</summary>
/// <param name="facts">The facts; null: every field is absent.</param>
/// <param name="frame">The evaluation; null where there is no parameter to ask it for.</param>
internal delegate T RuleDelegate<out T>(Context? facts, RuleFrame? frame);

/// <summary>One evaluation of a workflow: the parameters computed so far, what went wrong. Used by one thread, then
/// dropped.</summary>
/// <param name="facts">The facts.</param>
/// <param name="parameters">What computes each parameter.</param>
internal sealed class RuleFrame(Context? facts, RuleDelegate<Value>[] parameters)
{
    private Parameter?[]? _computed;
    private List<(string Rule, string Code)>? _faults;

    /// <summary>The facts.</summary>
    public Context? Facts { get; } = facts;

    /// <summary>The rules that went wrong, each with the code of its fault.</summary>
    public IReadOnlyList<(string Rule, string Code)> Faults => _faults ?? [];

    /// <summary>What became of each rule, by its number; null unless asked for.</summary>
    public RuleOutcome[]? Outcomes { get; init; }

    /// <summary>The value of a parameter, computed when first needed.</summary>
    public Value Compute(int parameter)
    {
        _computed ??= new Parameter?[parameters.Length];
        var computed = _computed[parameter] ??= First(parameters[parameter]);
        return computed.Fault is null ? computed.Value : throw new RuleFault(computed.Fault);
    }

    public void Fault(string rule, string code) => (_faults ??= []).Add((rule, code));

    private Parameter First(RuleDelegate<Value> compute)
    {
        try
        {
            return new Parameter(compute(Facts, this), null);
        }
        catch (Exception e) when (RuleFault.CodeOf(e) is { } code)
        {
            return new Parameter(Value.Null, code);
        }
    }

    /// <summary>A parameter that was computed, or went wrong.</summary>
    private sealed record Parameter(Value Value, string? Fault);
}

/// <summary>What became of a rule.</summary>
internal enum RuleOutcome
{
    /// <summary>It was disabled, or not needed: an earlier sibling had decided.</summary>
    NotRun,

    /// <summary>It did not succeed.</summary>
    Failed,

    /// <summary>It succeeded.</summary>
    Succeeded,

    /// <summary>It went wrong, which is no success.</summary>
    Faulted,
}

#pragma warning disable CA1032, CA1064 // Control flow inside this folder only.
/// <summary>Ends the expression that went wrong.</summary>
internal sealed class RuleFault(string code) : Exception(code)
{
    private string Code { get; } = code;

    /// <summary>The code of the fault that an exception of an expression stands for; null for every other exception.</summary>
    public static string? CodeOf(Exception exception) => exception switch
    {
        RuleFault fault => fault.Code,
        DivideByZeroException => DiagnosticCode.RuleDivisionByZero,
        OverflowException => DiagnosticCode.RuleOverflow,
        _ => null,
    };
}
#pragma warning restore CA1032, CA1064
