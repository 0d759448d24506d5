using System.Collections.Immutable;
using Policy.Engine.Expressions.BuiltIns;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Syntax to code: names and types are resolved and checked, constants computed. Reports every error of the
/// text.</summary>
internal sealed partial class Binder(Scope scope, Session session)
{
    /// <summary>What expressions that depend on nothing are evaluated on.</summary>
    public static readonly Context NoFacts = new(new Shape([]), []);

    public Code Bind(Node node) => node switch
    {
        Literal literal => Code.Of(literal.Value),
        Name name => BindName(name),
        InputValue => BindInput(node),
        Member member => BindMember(member),
        Filter filter => BindFilter(filter),
        Negation negation => BindNegation(negation),
        Binary binary when Operators.IsComparison(binary.Operator) => BindComparison(binary),
        Binary binary => BindArithmetic(binary),
        Junction junction => BindJunction(junction),
        Between between => BindBetween(between),
        In @in => BindIn(@in),
        Conditional conditional => BindConditional(conditional),
        Iteration iteration => BindIteration(iteration),
        Invocation invocation => BindInvocation(invocation),
        InstanceOf instance => BindInstanceOf(instance),
        ListLiteral list => BindList(list),
        ContextLiteral context => BindContext(context),
        Interval interval => BindRange(interval),
        Comparison comparison => BindRange(comparison),
        FunctionLiteral function => BindFunction(function),
        Call call => BindCall(call),
        Broken broken => new Code(DataType.Any, frame => frame.Fault(broken.Code, broken.Message)),
        _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
    };

    private Code BindName(Name name)
    {
        session.ReadsNames = true;
        if (scope.Find(name.Text) is { } symbol)
        {
            session.UsesPartial |= name.Text == Loop.Partial;
            return new Code(Known(symbol.Type), symbol.Get) { Place = symbol.Place };
        }

        if (Registry.Find(name.Text) is [{ Repeats: false } function, ..])
        {
            var value = Value.Function(AsValue(function));
            return new Code(DataType.Function, _ => value);
        }

        var message = Suggestion.Nearest(name.Text, scope.Names) is null
            && session.Input?.Values.Contains(name.Text) == true
            ? Messages.UnquotedText(name.Text)
            : Messages.UnknownName(name.Text, scope.Names);
        return session.Error(DiagnosticCode.UnknownName, message, name.Span);
    }

    /// <summary>What is relied on of a type: in models of DMN structures may be of another form than declared.</summary>
    private DataType Known(DataType type) =>
        session.IsLenient && type.Kind is ValueKind.List or ValueKind.Object or ValueKind.Function or ValueKind.Instant
            ? DataType.Any
            : type;

    private Code BindInput(Node node)
    {
        if (session.Input is null)
            return session.Error(DiagnosticCode.InputOutsideCell, Messages.InputOutsideCell(), node.Span);
        session.UsesInput = true;
        return new Code(session.Input, static frame => frame.Input);
    }

    private Code BindConditional(Conditional node)
    {
        var condition = Bind(node.If);
        RequireBoolean(condition, node.If, "if");
        var (then, otherwise) = (Bind(node.Then), Bind(node.Else));
        var (c, t, e) = (TruthOf(condition, "if"), then.Run, otherwise.Run);
        return Made(node, DataType.Join(then.Type, otherwise.Type),
            frame => c(frame) == true ? t(frame) : e(frame), condition, then, otherwise);
    }

    private Code BindList(ListLiteral node)
    {
        var items = node.Items.Items.Select(Bind).ToArray();
        var type = items.Select(i => i.Type).Aggregate(DataType.Null, DataType.Join);
        var runs = items.Select(i => i.Run).ToArray();
        return Made(node, DataType.ListOf(type.Kind == ValueKind.Null ? DataType.Any : type), frame =>
        {
            var values = new Value[runs.Length];
            for (var i = 0; i < runs.Length; i++) values[i] = runs[i](frame);
            return Lists.Made(frame, values);
        }, items);
    }

    private Code BindContext(ContextLiteral node)
    {
        var (inner, codes, slots) = (scope, new List<Code>(), new List<int>());
        Code? repeated = null;
        var members = ImmutableArray.CreateBuilder<DataType.Member>();
        foreach (var entry in node.Entries.Items.OfType<Entry>())
        {
            if (members.Any(m => m.Name == entry.Key))
            {
                repeated = session.Error(DiagnosticCode.RepeatedKey, Messages.RepeatedKey(entry.Key), entry.Span);
                continue;
            }

            var code = new Binder(inner, session).Bind(entry.Value);
            var symbol = Local(entry.Key, code.Type, out var slot);
            codes.Add(code);
            slots.Add(slot);
            members.Add(new DataType.Member(entry.Key, code.Type));
            inner = new Scope(inner, [symbol]);
        }

        if (repeated is not null) return repeated;
        var shape = new Shape(members.Select(m => m.Name));
        var (runs, locals) = (codes.Select(c => c.Run).ToArray(), slots.ToArray());
        return new Code(DataType.Object with { Members = members.ToImmutable(), Shape = shape }, frame =>
        {
            var values = new Value[runs.Length];
            for (var i = 0; i < runs.Length; i++) frame.Locals[locals[i]] = values[i] = runs[i](frame);
            return Lists.Admit(frame, Value.Object(new Context(shape, values)), values.Length);
        });
    }

    /// <summary>A local variable.</summary>
    private Symbol Local(string name, DataType type, out int slot)
    {
        var local = slot = session.Local();
        return new Symbol(name, type, Place.Local(local));
    }

    private void RequireBoolean(Code code, Node node, string op)
    {
        if (code.Type.IsKnown && code.Type.Kind != ValueKind.Boolean)
            session.Error(DiagnosticCode.TypeMismatch, Messages.Operand(op, code.Type, DataType.Boolean), node.Span);
    }

    /// <summary>The truth of a condition; a value that is neither boolean nor null is a fault.</summary>
    private static Func<Frame, bool?> TruthOf(Code condition, string op)
    {
        var run = condition.Run;
        return condition.Truth ?? (frame => Logic.Truth(frame, run(frame), op));
    }

    /// <summary>A condition that depends on nothing but its operands; computed now when they are constant.</summary>
    private Code Decided(Node node, Func<Frame, bool?> truth, params ReadOnlySpan<Code> operands)
    {
        var made = Made(node, DataType.Boolean, frame => Logic.Of(truth(frame)), operands);
        return made.Constant is null && made.Type.Kind == ValueKind.Boolean ? made with { Truth = truth } : made;
    }

    /// <summary>Code that depends on nothing but its operands; computed now when they are constant.</summary>
    private Code Made(Node node, DataType type, Func<Frame, Value> run, params ReadOnlySpan<Code> operands)
    {
        foreach (var operand in operands)
            if (operand.Constant is null) return new Code(type, run);
        var frame = new Frame { Facts = NoFacts, Document = "" };
        frame.Begin(0, session.Dialect);
        var value = run(frame);
        if (frame.HasFaults && session.IsLenient) return new Code(DataType.Any, run);
        return frame.HasFaults
            ? session.Error(DiagnosticCode.ConstantFault,
                Messages.ConstantFault(session.Text(node.Span), frame.Faults[0].Message), node.Span)
            : Code.Of(value, type.Kind is null ? new DataType(value.Kind) : type);
    }
}
