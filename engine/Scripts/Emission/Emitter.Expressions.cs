using Acornima;
using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Expressions.</content>
internal sealed partial class Emitter
{
    // Where the emission is.
    private Node _at = null!;

    private Operand Expression(Expression expression)
    {
        _at = expression;
        return Emitted(expression);
    }

    private Operand Emitted(Expression expression) => expression switch
    {
        NumericLiteral number => Operand.Constant(number.Value),
        StringLiteral text => Operand.Constant(text.Value),
        BooleanLiteral truth => Operand.Constant(truth.Value),
        NullLiteral => Operand.Null,
        TemplateLiteral template => Template(template),
        Identifier name => Name(name),
        ParenthesizedExpression inner => Expression(inner.Expression),
        ArrayExpression list => List(list),
        ObjectExpression instance => Object(instance),
        ArrowFunctionExpression or FunctionExpression => Closure((IFunction)expression),
        LogicalExpression logical => Logical(logical.Operator, Expression(logical.Left), () => Expression(logical.Right), logical.Right),
        BinaryExpression binary => Binary(binary, Expression(binary.Left), Expression(binary.Right)),
        UpdateExpression update => Update(update),
        UnaryExpression unary => Unary(unary),
        AssignmentExpression assignment => Assignment(assignment),
        ConditionalExpression choice => Choice(choice),
        SequenceExpression sequence => Sequence(sequence),
        ChainExpression or MemberExpression or CallExpression => Chain(expression, o => o),
        _ => throw new OutsideSubsetException(expression),
    };

    /// <summary>An expression of which only the truth counts.</summary>
    private Tree Condition(Expression expression) => expression switch
    {
        ParenthesizedExpression inner => Condition(inner.Expression),
        LogicalExpression { Operator: Operator.LogicalAnd } and => Tree.AndAlso(Condition(and.Left), Condition(and.Right)),
        LogicalExpression { Operator: Operator.LogicalOr } or => Tree.OrElse(Condition(or.Left), Condition(or.Right)),
        NonUpdateUnaryExpression { Operator: Operator.LogicalNot } not => Tree.Not(Condition(not.Argument)),
        _ => Expression(expression).Truth(),
    };

    private Operand Template(TemplateLiteral template)
    {
        var text = Operand.Constant(template.Quasis[0].Value.Cooked!);
        for (var i = 0; i < template.Expressions.Count; i++)
        {
            text = Concat(text, Expression(template.Expressions[i]));
            if (template.Quasis[i + 1].Value.Cooked is { Length: > 0 } more) text = Concat(text, Operand.Constant(more));
        }

        return text;
    }

    private Operand Choice(ConditionalExpression choice)
    {
        var test = Condition(choice.Test);
        return Either(test, Expression(choice.Consequent), Expression(choice.Alternate), choice.Consequent, choice.Alternate);
    }

    /// <summary>One value or the other. A literal <c>[]</c> in place of a list of the facts is an empty one of theirs, so that
    /// its items' type stays known; whoever adds to it is handed over.</summary>
    private static Operand Either(Tree test, Operand one, Operand other, Node first, Node second)
    {
        if (other.Type.Items is not null && IsEmptyList(first)) one = EmptyFacts(other.Type);
        if (one.Type.Items is not null && IsEmptyList(second)) other = EmptyFacts(one.Type);
        var type = one.Type.Join(other.Type);
        return new Operand(Tree.Condition(test, one.As(type), other.As(type)), type);
    }

    private static bool IsEmptyList(Node node) => node is ArrayExpression { Elements.Count: 0 }
        || (node is ParenthesizedExpression inner && IsEmptyList(inner.Expression));

    private static Operand EmptyFacts(ScriptType list) => new(
        Tree.Call(typeof(ScriptValue), nameof(ScriptValue.Of), null, Tree.Constant(System.Array.Empty<Value>())),
        list.Without(Kinds.Nullish));

    private Operand Logical(Operator op, Operand left, Func<Operand> right, Node? rightNode = null)
    {
        var held = Tree.Variable(left.Code.Type);
        var kept = new Operand(held, left.Type);
        var other = right();
        var (test, type) = op switch
        {
            Operator.LogicalAnd => (Tree.Not(kept.Truth()), left.Type.Without(Kinds.Object)),
            Operator.LogicalOr => (kept.Truth(), left.Type.Without(Kinds.Nullish)),
            Operator.NullishCoalescing => ((Tree)Tree.Not(kept.Nullish()), left.Type.Without(Kinds.Nullish)),
            _ => throw new OutsideSubsetException(_at),
        };
        var chosen = type.Kinds == Kinds.None ? kept with { Type = ScriptType.None } : new Operand(kept.As(type), type);
        if (type.Items is not null && rightNode is not null && IsEmptyList(rightNode)) other = EmptyFacts(type);
        var joined = type.Join(other.Type);
        return new Operand(
            Tree.Block([held], Tree.Assign(held, left.Code), Tree.Condition(test, chosen.As(joined), other.As(joined))), joined);
    }

    private Operand Sequence(SequenceExpression sequence)
    {
        var parts = sequence.Expressions.Select(Expression).ToArray();
        return parts[^1] with { Code = Tree.Block(parts.Select(p => p.Code)) };
    }

    private Operand List(ArrayExpression literal)
    {
        Tree list = Tree.Call(
            typeof(ScriptList), nameof(ScriptList.Make), null, _run, Tree.Constant(literal.Elements.Count));
        foreach (var element in literal.Elements)
        {
            list = element switch
            {
                null => throw new OutsideSubsetException(literal),
                SpreadElement spread =>
                    Tree.Call(typeof(Lists), nameof(Lists.AddAll), null, _run, list, Expression(spread.Argument).Value()),
                _ => Tree.Call(list, nameof(ScriptList.Add), null, _run, Expression(element).Value()),
            };
        }

        return Operand.Of(list);
    }

    private Operand Object(ObjectExpression literal)
    {
        Tree instance = Tree.Call(
            typeof(ScriptObject), nameof(ScriptObject.Make), null, _run, Tree.Constant(literal.Properties.Count));
        foreach (var member in literal.Properties)
        {
            if (member is not Property { Kind: PropertyKind.Init, Value: Expression content } property)
                throw new OutsideSubsetException(member);
            var name = property switch
            {
                { Computed: true } => Expression(property.Key).Text(),
                { Key: Identifier key } => Operand.Constant(key.Name).Code,
                { Key: StringLiteral or NumericLiteral } => Expression(property.Key).Text(),
                _ => throw new OutsideSubsetException(member),
            };
            instance = Tree.Call(instance, nameof(ScriptObject.Set), null, _run, name, Expression(content).Value());
        }

        return Operand.Of(instance);
    }
}
