using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>A rule expression in the form handed to Microsoft RulesEngine.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Code">Its text. It holds calls of <see cref="FactView"/> (<c>f</c>) and <see cref="RuleFunctions"/>
/// (<c>k</c>), slots and positions of constants: nothing an author wrote.</param>
internal sealed record EmittedRule(RuleType Type, string Code);

/// <summary>A parameter in scope.</summary>
internal sealed record RuleParameterName(string Name, EmittedRule Value);

/// <summary>Checks the trees of one workflow against the fact type and emits them; keeps the constants.</summary>
internal sealed partial class RuleEmitter(FactType facts)
{
    private readonly List<Value> _constants = [];
    private readonly List<FrozenSet<Value>> _sets = [];
    private ImmutableStack<RuleParameterName> _scope = [];
    private Reporter _reporter = new("");
    private int _lambdas;

    /// <summary>The functions with all constants emitted so far.</summary>
    public RuleFunctions Functions => new([.. _constants], [.. _sets]);

    /// <summary>Checks and emits; null when there are errors, which the reporter has then all got.</summary>
    public EmittedRule? Emit(RuleSyntax tree, ImmutableStack<RuleParameterName> parameters, Reporter reporter)
    {
        (_scope, _reporter) = (parameters, reporter);
        return Any(tree);
    }

    /// <summary>The same for a condition: the code is of type <c>bool</c>, an absent boolean is not true.</summary>
    public string? EmitCondition(RuleSyntax tree, ImmutableStack<RuleParameterName> parameters, Reporter reporter)
    {
        (_scope, _reporter) = (parameters, reporter);
        return Condition(tree);
    }

    private EmittedRule? Any(RuleSyntax tree) => tree switch
    {
        LiteralSyntax literal => Literal(literal.Value),
        NameSyntax name => Name(name),
        MemberSyntax member => Member(member),
        CallSyntax call => Call(call),
        UnarySyntax { Operator: "-" } negative => Number(negative.Operand) is { } x ? Numeric($"k.Negate({x})") : null,
        UnarySyntax not => Condition(not.Operand) is { } x ? Logical($"(!{x})") : null,
        LogicalSyntax logical => LogicalChain(logical),
        InSyntax membership => In(membership),
        ConditionalSyntax conditional => Conditional(conditional),
        BinarySyntax { Operator: "??" } coalesce => Coalesce(coalesce),
        BinarySyntax { Operator: "+" or "-" or "*" or "/" or "%" } binary => Arithmetic(binary),
        BinarySyntax comparison => Comparison(comparison),
        _ => Fail(tree, DiagnosticCode.RuleNotAllowed, RuleMessages.NotAllowed("=>")),
    };

    private EmittedRule Literal(Value value) => value.Kind switch
    {
        ValueKind.Null => new EmittedRule(RuleType.Null, "null"),
        ValueKind.Number => Numeric($"k.Constant({Constant(value)})"),
        ValueKind.Boolean => Logical(value.AsBoolean() ? "true" : "false"),
        _ => new EmittedRule(RuleType.Text, $"k.Text({Constant(value)})"),
    };

    private EmittedRule? Name(NameSyntax name)
    {
        if (Parameter(name.Name) is { } parameter) return parameter.Value;
        if (IsFacts(name.Name)) return new EmittedRule(new RuleType(ValueKind.Object, facts), "f");
        return Fail(name, DiagnosticCode.RuleName,
            RuleMessages.UnknownName(name.Name, ["facts", "input1", .. _scope.Select(p => p.Name)]));
    }

    private EmittedRule? Member(MemberSyntax member)
    {
        if (member.Target is NameSyntax root && Parameter(root.Name) is null && !IsFacts(root.Name))
            return Name(root);
        if (Any(member.Target) is not { } target) return null;
        switch (target.Type)
        {
            case { Kind: ValueKind.Text } when member.Name is "Length": return Numeric($"k.Length({target.Code})");
            case { Kind: ValueKind.List } when member.Name is "Count":
                return Numeric($"k.Number({target.Code}.Count())");
            case { Kind: ValueKind.Object, Members: null }:
                return Fail(member, DiagnosticCode.RuleName, RuleMessages.OpenObject(LastName(member.Target)));
            case { Kind: ValueKind.Object, Members: { } members }:
                var field = members.Field(member.Name) ?? Lenient(members, member.Name);
                return field is null
                    ? Fail(member, DiagnosticCode.RuleName,
                        RuleMessages.UnknownMember(member.Name, members.Key, members.Fields.Select(f => f.Name)))
                    : new EmittedRule(RuleType.Of(field),
                        Read(target.Code, RuleType.Of(field), members.Shape.Slot(field.Name)));
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

    private static string Read(string target, RuleType type, int slot) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{target}.{(type.Kind == ValueKind.List ? $"{type.Items!.Kind}s" : $"{type.Kind}")}({slot})");

    private EmittedRule? LogicalChain(LogicalSyntax logical)
    {
        var operands = logical.Operands.Select(Condition).ToArray();
        return operands.Contains(null) ? null : Logical(Balanced(operands!, logical.Operator));
    }

    // A long chain as a balanced tree: the same order of evaluation, without deep recursion in the compiler.
    private static string Balanced(ReadOnlySpan<string> operands, string op) => operands.Length == 1
        ? operands[0]
        : $"({Balanced(operands[..(operands.Length / 2)], op)} {op} {Balanced(operands[(operands.Length / 2)..], op)})";

    private EmittedRule? In(InSyntax membership)
    {
        if (Any(membership.Value) is not { } value) return null;
        if (membership.Items.IsEmpty)
            return Fail(membership, DiagnosticCode.RuleSyntax, RuleMessages.Arguments("in", "x in (a, b)"));
        var present = $"(!k.Absent({value.Code}))";
        if (value.Type.Kind is ValueKind.Text or ValueKind.Number
            && membership.Items.All(i => Constant(i, value.Type.Kind) is not null))
        {
            if (membership.Items.Any(i => !Allowed(value.Type, i))) return null;
            _sets.Add(membership.Items.Select(i => Constant(i, value.Type.Kind)!.Value).ToFrozenSet());
            var test = string.Create(CultureInfo.InvariantCulture, $"k.In({_sets.Count - 1}, {value.Code})");
            return Logical(membership.Negated ? $"({present} && !{test})" : test);
        }

        var tests = membership.Items.Select(i => Comparison("==", membership.Value, i, i)?.Code).ToArray();
        if (tests.Contains(null)) return null;
        var any = Balanced(tests!, "||");
        return Logical(membership.Negated ? $"({present} && !{any})" : any);
    }

    private static Value? Constant(RuleSyntax item, ValueKind kind) => item switch
    {
        LiteralSyntax literal when literal.Value.Kind == kind => literal.Value,
        UnarySyntax { Operator: "-", Operand: LiteralSyntax { Value.Kind: ValueKind.Number } n }
            when kind == ValueKind.Number =>
            Value.Number(-n.Value.AsNumber()),
        _ => null,
    };

    private EmittedRule? Conditional(ConditionalSyntax conditional)
    {
        var (test, then, otherwise) = (Condition(conditional.Test), Any(conditional.Then), Any(conditional.Otherwise));
        if (test is null || then is null || otherwise is null
            || Common("?:", conditional, then, otherwise) is not { } type) return null;
        return new EmittedRule(type, $"iif({test}, {Typed(then, type)}, {Typed(otherwise, type)})");
    }

    private EmittedRule? Coalesce(BinarySyntax coalesce)
    {
        var (left, right) = (Any(coalesce.Left), Any(coalesce.Right));
        if (left is null || right is null || Common("??", coalesce, left, right) is not { } type) return null;
        return new EmittedRule(type, $"iif(k.Absent({left.Code}), {Typed(right, type)}, {Typed(left, type)})");
    }

    private RuleType? Common(string op, RuleSyntax at, EmittedRule left, EmittedRule right)
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

    private static string Typed(EmittedRule value, RuleType type) => (value.Type.Kind, type.Kind) switch
    {
        (ValueKind.Null, _) => $"k.No{type.Kind}()",
        (_, ValueKind.Number or ValueKind.Boolean) => $"k.{type.Kind}({value.Code})",
        _ => value.Code,
    };

    private EmittedRule? Arithmetic(BinarySyntax binary)
    {
        var (left, right) = (Any(binary.Left), Any(binary.Right));
        if (left is null || right is null) return null;
        if (left.Type.Kind == ValueKind.Text && right.Type.Kind == ValueKind.Text && binary.Operator == "+")
            return Textual($"k.Join({left.Code}, {right.Code})");
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
        return Numeric($"k.{function}({left.Code}, {right.Code})");
    }

    private string? Condition(RuleSyntax tree)
    {
        if (Any(tree) is not { } value) return null;
        if (value.Type.Kind == ValueKind.Boolean) return $"k.True({value.Code})";
        Fail(tree, DiagnosticCode.RuleType, RuleMessages.Needs("boolean", value.Type));
        return null;
    }

    private string? Number(RuleSyntax tree) => Of(tree, ValueKind.Number);

    private string? Of(RuleSyntax tree, ValueKind kind)
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

    private string Constant(Value value)
    {
        _constants.Add(value);
        return (_constants.Count - 1).ToString(CultureInfo.InvariantCulture);
    }

    private static EmittedRule Textual(string code) => new(RuleType.Text, code);

    private static EmittedRule Numeric(string code) => new(RuleType.Number, code);

    private static EmittedRule Logical(string code) => new(RuleType.Boolean, code);

    private EmittedRule? Fail(RuleSyntax at, string code, LocalizedText message)
    {
        _reporter.Error(code, message, at.Span);
        return null;
    }
}
