namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A workflow, rule or parameter lacks something or has a value of the wrong type. Cure: see the
    /// message.</summary>
    public const string WorkflowStructure = "PE1301";

    /// <summary>A property Microsoft RulesEngine does not know. Cure: remove it or correct its name.</summary>
    public const string WorkflowProperty = "PE1302";

    /// <summary>Two rules, or two parameters in one scope, have the same name. Cure: rename one.</summary>
    public const string WorkflowDuplicate = "PE1303";

    /// <summary>An operator of nested rules that does not exist; case matters. Cure: And, AndAlso, Or or
    /// OrElse.</summary>
    public const string WorkflowOperator = "PE1304";

    /// <summary>Something that would reach beyond the facts: an action or an injected workflow. Cure: remove
    /// it.</summary>
    public const string WorkflowEffect = "PE1305";

    /// <summary>A rule expression that cannot be read. Cure: mend it at the span.</summary>
    public const string RuleSyntax = "PE1310";

    /// <summary>A name or member that neither the fact type nor a parameter has. Cure: one of the names
    /// listed.</summary>
    public const string RuleName = "PE1311";

    /// <summary>A function, type or construct outside the allowed language. Cure: see the message.</summary>
    public const string RuleNotAllowed = "PE1312";

    /// <summary>Operands of types that do not go together. Cure: compare like with like.</summary>
    public const string RuleType = "PE1313";

    /// <summary>A text that the field can never have. Cure: one of the allowed values.</summary>
    public const string RuleValue = "PE1314";

    /// <summary>A workflow or expression beyond its limit. Cure: split it.</summary>
    public const string WorkflowLimit = "PE1315";

    /// <summary>Fault: a rule divided by zero. Cure: test the divisor in the rule first.</summary>
    public const string RuleDivisionByZero = "PE2301";

    /// <summary>Fault: a number of a rule is too large. Cure: bound the values in the rule, or in the fact type.</summary>
    public const string RuleOverflow = "PE2302";

    /// <summary>Fault: a text or list operation of a rule is out of range, or its result too long. Cure: test the length
    /// in the rule first.</summary>
    public const string RuleText = "PE2303";
}
