using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Linq.Expressions;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>A checked part of a rule.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Code">What computes it: reads of slots, constants and calls of <see cref="RuleFunctions"/>, nothing else.
/// Numbers, truth values and times are nullable, except that a comparison is <c>bool</c>; objects are
/// <see cref="Context"/>, lists <see cref="Value"/>.</param>
internal sealed record RuleCode(RuleType Type, Expression Code);

/// <summary>A parameter in scope.</summary>
internal sealed record RuleParameterName(string Name, RuleCode Value);

/// <summary>Checks the trees of one workflow against the fact type and turns them into typed code.</summary>
internal sealed partial class RuleEmitter(FactType facts)
{
    /// <summary>The literal null, which also stands for what has errors.</summary>
    public static readonly RuleCode Absent = new(RuleType.Null, Expression.Constant(null));

    private static readonly ParameterExpression Facts = Expression.Parameter(typeof(Context), "facts");
    private static readonly ParameterExpression Frame = Expression.Parameter(typeof(RuleFrame), "frame");

    private readonly List<RuleDelegate<Value>> _parameters = [];
    private ImmutableStack<RuleParameterName> _scope = [];
    private Reporter _reporter = new("");

    /// <summary>What computes the parameters emitted so far.</summary>
    public RuleDelegate<Value>[] Parameters => [.. _parameters];

    /// <summary>Compiles what was emitted.</summary>
    public static RuleDelegate<T> Compile<T>(Expression code) => Expression.Lambda<RuleDelegate<T>>(code, Facts, Frame).Compile();

    /// <summary>Compiles at most 64 conditions to one delegate that gives a bit for each, set when it holds.</summary>
    public static RuleDelegate<ulong> CompileBits(IEnumerable<Expression> conditions) => Compile<ulong>(conditions
        .Select((c, i) => (Expression)Expression.Condition(c, Expression.Constant(1UL << i), Expression.Constant(0UL)))
        .Aggregate(Expression.Or));

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
        var code = Call(nameof(RuleFunctions.ValueOf), Typed(value, value.Type));
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

    private RuleCode? Name(NameSyntax name)
    {
        if (Parameter(name.Name) is { } parameter) return parameter.Value;
        if (IsFacts(name.Name)) 
            return new RuleCode(new RuleType(ValueKind.Object, facts), Facts);
        return Fail(name, DiagnosticCode.RuleName,
            RuleMessages.UnknownName(name.Name, ["facts", "input1", .. _scope.Select(p => p.Name)]));
    }

    private RuleCode? Member(MemberSyntax member)
    {
        if (member.Target is NameSyntax root && Parameter(root.Name) is null && !IsFacts(root.Name))
            return Name(root);
        if (Any(member.Target) is not { } target) return null;
        switch (target.Type)
        {
            case { Kind: ValueKind.Text } when member.Name is "Length": return Numeric(Call("Length", target.Code));
            case { Kind: ValueKind.List } when member.Name is "Count":
                return Numeric(Counted(target));
            case { Kind: ValueKind.Object, Members: null }:
                return Fail(member, DiagnosticCode.RuleName, RuleMessages.OpenObject(LastName(member.Target)));
            case { Kind: ValueKind.Object, Members: { } members }:
                var field = members.Field(member.Name) ?? Lenient(members, member.Name);
                if (field is not null && RuleType.Of(field) is { Kind: ValueKind.Time or ValueKind.Months } or { Items.Kind: ValueKind.Time or ValueKind.Months })
                    return Fail(member, DiagnosticCode.RuleNotAllowed, RuleMessages.OutsideRules(field.Name));
                return field is null
                    ? Fail(member, DiagnosticCode.RuleName,
                        RuleMessages.UnknownMember(member.Name, members.Key, members.Fields.Select(f => f.Name)))
                    : Read(target.Code, RuleType.Of(field), members.Shape.Slot(field.Name));
            default: return Fail(member, DiagnosticCode.RuleNotAllowed, RuleMessages.NotAllowed(member.Name));
        }
    }

    /// <summary>Microsoft RulesEngine finds members whatever their case; so a .NET spelling of a field is understood
    /// when only one field is meant.</summary>
    private static FactField? Lenient(FactType members, string name)
    {
        var found = members.Fields.Where(f =>
            string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).Take(2).ToArray();
        return found is [var only] ? only : null;
    }

    private static RuleCode Read(Expression target, RuleType type, int slot) =>
        new(type, Call($"{type.Kind}", target, Expression.Constant(slot)));

    private RuleCode? LogicalChain(LogicalSyntax logical)
    {
        var operands = logical.Operands.Select(Condition).ToArray();
        return operands.Contains(null) ? null : Logical(Balanced(operands!, logical.Operator == "&&"));
    }

    // A long chain as a balanced tree: the same order of evaluation, without deep recursion in the compiler.
    public static Expression Balanced(ReadOnlySpan<Expression> operands, bool and)
    {
        if (operands.Length == 1) return operands[0];
        var middle = operands.Length / 2;
        var (left, right) = (Balanced(operands[..middle], and), Balanced(operands[middle..], and));
        return and ? Expression.AndAlso(left, right) : Expression.OrElse(left, right);
    }

    private RuleCode? In(InSyntax membership)
    {
        if (Any(membership.Value) is not { } value) return null;
        if (membership.Items.IsEmpty)
            return Fail(membership, DiagnosticCode.RuleSyntax, RuleMessages.Arguments("in", "x in (a, b)"));
        if (value.Type.Kind is ValueKind.Text or ValueKind.Number
            && membership.Items.All(i => Constant(i, value.Type.Kind) is not null))
        {
            if (membership.Items.Any(i => !Allowed(value.Type, i))) return null;
            var items = membership.Items.Select(i => Constant(i, value.Type.Kind)!.Value);
            object set = value.Type.Kind == ValueKind.Text
                ? items.Select(i => i.AsText()).ToFrozenSet(StringComparer.Ordinal)
                : items.Select(i => i.AsNumber()).ToFrozenSet();
            return Logical(Negated(membership.Negated, Call("In", Expression.Constant(set, PublicType(value.Type)), value.Code)));
        }

        var tests = membership.Items.Select(i => Comparison("==", membership.Value, i, i)?.Code).ToArray();
        return tests.Contains(null) ? null : Logical(Negated(membership.Negated, Balanced(tests!, and: false)));
    }

    private static Type PublicType(RuleType type) => type.Kind == ValueKind.Text ? typeof(FrozenSet<string>) : typeof(FrozenSet<decimal>);

    private static Expression Negated(bool negated, Expression test) => negated ? Expression.Not(test) : test;

    private static Value? Constant(RuleSyntax item, ValueKind kind) => item switch
    {
        LiteralSyntax literal when literal.Value.Kind == kind => literal.Value,
        UnarySyntax { Operator: "-", Operand: LiteralSyntax { Value.Kind: ValueKind.Number } n }
            when kind == ValueKind.Number =>
            Value.Number(-n.Value.AsNumber()),
        _ => null,
    };

    private RuleCode? Conditional(ConditionalSyntax conditional)
    {
        var (test, then, otherwise) = (Condition(conditional.Test), Any(conditional.Then), Any(conditional.Otherwise));
        if (test is null || then is null || otherwise is null
            || Common("?:", conditional, then, otherwise) is not { } type) return null;
        return new RuleCode(type, Expression.Condition(test, Typed(then, type), Typed(otherwise, type)));
    }

    private RuleCode? Coalesce(BinarySyntax coalesce)
    {
        var (left, right) = (Any(coalesce.Left), Any(coalesce.Right));
        if (left is null || right is null || Common("??", coalesce, left, right) is not { } type) return null;
        return new RuleCode(type, Expression.Coalesce(Typed(left, type), Typed(right, type)));
    }

    private RuleType? Common(string op, RuleSyntax at, RuleCode left, RuleCode right)
    {
        var type = left.Type.Kind == ValueKind.Null ? right.Type : left.Type;
        if (type.Kind is ValueKind.Null or ValueKind.List or ValueKind.Object
            || (right.Type.Kind != ValueKind.Null && right.Type.Kind != type.Kind))
        {
            Fail(at, DiagnosticCode.RuleType, RuleMessages.Operands(op, left.Type, right.Type));
            return null;
        }

        return left.Type == right.Type ? type : new RuleType(type.Kind);
    }

    private static Expression Typed(RuleCode value, RuleType type) => value.Type.Kind == ValueKind.Null
        ? Expression.Constant(null, Clr(type))
        : value.Code.Type == typeof(bool) ? Expression.Convert(value.Code, typeof(bool?)) : value.Code;

    private RuleCode? Arithmetic(BinarySyntax binary)
    {
        var (left, right) = (Any(binary.Left), Any(binary.Right));
        if (left is null || right is null) return null;
        if (left.Type.Kind == ValueKind.Text && right.Type.Kind == ValueKind.Text && binary.Operator == "+")
            return Textual(Call("Join", left.Code, right.Code));
        if (left.Type.Kind != ValueKind.Number || right.Type.Kind != ValueKind.Number)
            return Fail(binary, DiagnosticCode.RuleType, RuleMessages.Operands(binary.Operator, left.Type, right.Type));
        var function = binary.Operator switch
        {
            "+" => "Add",
            "-" => "Subtract",
            "*" => "Multiply",
            "/" => "Divide",
            _ => "Remainder",
        };
        return Numeric(Call(function, left.Code, right.Code));
    }

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

    private RuleParameterName? Parameter(string name) =>
        _scope.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsFacts(string name) =>
        string.Equals(name, "facts", StringComparison.OrdinalIgnoreCase)
            || string.Equals(name, "input1", StringComparison.OrdinalIgnoreCase);

    private static string LastName(RuleSyntax tree) => tree switch
    {
        MemberSyntax m => m.Name,
        NameSyntax n => n.Name,
        _ => "object",
    };

    private static ConstantExpression Constant(Value value) => value.Kind switch
    {
        ValueKind.Text => Expression.Constant(value.AsText()),
        ValueKind.Number => Expression.Constant(value.AsNumber(), typeof(decimal?)),
        ValueKind.Date => Expression.Constant(value.AsDate(), typeof(DateOnly?)),
        ValueKind.Instant => Expression.Constant(value.AsInstant(), typeof(DateTimeOffset?)),
        _ => Expression.Constant(value.AsDuration(), typeof(TimeSpan?)),
    };

    private static MethodCallExpression Call(string function, params Expression[] arguments) =>
        Expression.Call(typeof(RuleFunctions), function, [], arguments);

    private static MethodCallExpression ValueAs(RuleType type, Expression value) => Call($"{type.Kind}Of", value);

    private static Type Clr(RuleType type) => type.Kind switch
    {
        ValueKind.Text => typeof(string),
        ValueKind.Number => typeof(decimal?),
        ValueKind.Boolean => typeof(bool?),
        ValueKind.Date => typeof(DateOnly?),
        ValueKind.Instant => typeof(DateTimeOffset?),
        ValueKind.Duration => typeof(TimeSpan?),
        ValueKind.Object => typeof(Context),
        _ => typeof(Value),
    };

    private static RuleCode Textual(Expression code) => new(RuleType.Text, code);

    private static RuleCode Numeric(Expression code) => new(RuleType.Number, code);

    private static RuleCode Logical(Expression code) => new(RuleType.Boolean, code);

    private RuleCode? Fail(RuleSyntax at, string code, LocalizedText message)
    {
        _reporter.Error(code, message, at.Span);
        return null;
    }
}
