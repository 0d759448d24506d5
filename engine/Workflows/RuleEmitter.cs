using System.Collections.Immutable;
using System.Linq.Expressions;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>Checks the trees of one workflow against the fact type and turns them into typed code.</summary>
internal sealed partial class RuleEmitter(FactType facts)
{
    /// <summary>The literal null, which also stands for what has errors.</summary>
    public static readonly RuleCode Absent = new(RuleType.Null, Expression.Constant(null));

    private readonly List<RuleDelegate<Value>> _parameters = [];
    private ImmutableStack<RuleParameterName> _scope = [];
    private Reporter _reporter = new("");

    /// <summary>What computes the parameters emitted so far.</summary>
    public RuleDelegate<Value>[] Parameters => [.. _parameters];

    /// <summary>Checks a condition, to which an absent truth value is not true; null when there are errors, which the
    /// reporter has then all got.</summary>
    public Expression? EmitCondition(RuleSyntax tree, ImmutableStack<RuleParameterName> scope, Reporter reporter)
    {
        (_scope, _reporter) = (scope, reporter);
        return Condition(tree);
    }

    /// <summary>Checks and compiles a parameter and gives what reads it; of type null when there are errors.</summary>
    public RuleCode EmitParameter(RuleSyntax tree, ImmutableStack<RuleParameterName> scope, Reporter reporter)
    {
        (_scope, _reporter) = (scope, reporter);
        if (Any(tree) is not { } value) return Absent;
        if (value.Type.Kind == ValueKind.Null) Fail(tree, DiagnosticCode.RuleType, RuleMessages.Needs("value", value.Type));

        // Objects and lists are places in the facts, not values: they are named, not computed.
        if (value.Type.Kind is ValueKind.Null or ValueKind.Object or ValueKind.List) return value;
        var code = Call(nameof(RuleFunctions.ValueOf), value.As(value.Type));
        _parameters.Add(Compile<Value>(code));
        var read = Expression.Call(Frame, nameof(RuleFrame.Compute), [], Expression.Constant(_parameters.Count - 1));
        return new RuleCode(value.Type, ValueAs(value.Type, read));
    }

    private RuleCode? Any(RuleSyntax tree) => tree switch
    {
        LiteralSyntax literal => Literal(literal.Value),
        NameSyntax name => Name(name),
        MemberSyntax member => Member(member),
        CallSyntax call => Call(call),
        ItemSyntax item => Item(item),
        UnarySyntax { Operator: "-" } negative => Number(negative.Operand) is { } x ? Numeric(Call("Negate", x)) : null,
        UnarySyntax not => Condition(not.Operand) is { } x ? Logical(Expression.Not(x)) : null,
        LogicalSyntax logical => LogicalChain(logical),
        InSyntax membership => In(membership),
        ConditionalSyntax conditional => Conditional(conditional),
        BinarySyntax { Operator: "??" } coalesce => Coalesce(coalesce),
        BinarySyntax { Operator: "+" or "-" or "*" or "/" or "%" } binary => Arithmetic(binary),
        BinarySyntax comparison => Comparison(comparison),
        _ => Fail(tree, DiagnosticCode.RuleNotAllowed, RuleMessages.NotAllowed("=>")),
    };

    private static RuleCode Literal(Value value) => value.Kind switch
    {
        ValueKind.Null => Absent,
        ValueKind.Number => Numeric(Constant(value)),
        ValueKind.Boolean => Logical(Expression.Constant(value.AsBoolean())),
        _ => Textual(Constant(value)),
    };

    private Expression? Condition(RuleSyntax tree)
    {
        if (Any(tree) is not { } value) return null;
        if (value.Type.Kind == ValueKind.Boolean)
            return value.Code.Type == typeof(bool) ? value.Code : Expression.Call(value.Code, nameof(Nullable<>.GetValueOrDefault), []);
        Fail(tree, DiagnosticCode.RuleType, RuleMessages.Needs("boolean", value.Type));
        return null;
    }

    private Expression? Number(RuleSyntax tree) => Of(tree, ValueKind.Number);

    private Expression? Of(RuleSyntax tree, ValueKind kind)
    {
        if (Any(tree) is not { } value) return null;
        if (value.Type.Kind == kind) return value.Code;
        Fail(tree, DiagnosticCode.RuleType, RuleMessages.Needs(new RuleType(kind).ToString(), value.Type));
        return null;
    }

    private RuleCode? Fail(RuleSyntax at, string code, LocalizedText message)
    {
        _reporter.Error(code, message, at.Span);
        return null;
    }
}
