using System.Linq.Expressions;

namespace Policy.Engine.Workflows;

/// <content>Lists: every function over items is a loop in the rule's own code.</content>
internal sealed partial class RuleEmitter
{
    private static MethodCallExpression Counted(RuleCode list) => Call("Count", Call("Length", list.Code));

    private RuleCode? Item(ItemSyntax item)
    {
        if (Any(item.Target) is not { } list || Number(item.Place) is not { } place) return null;
        if (list.Type is not { Kind: ValueKind.List, Items: { } items })
            return Fail(item, DiagnosticCode.RuleType, RuleMessages.Needs("list", list.Type));
        var held = Expression.Variable(typeof(Value[]), "list");
        var at = place is ConstantExpression { Value: decimal and >= 0 and <= int.MaxValue and var constant } && constant == Math.Floor(constant)
            ? Expression.Constant((int)constant)
            : place;
        return new RuleCode(items, Expression.Block(
            [held], Expression.Assign(held, list.Code), ValueAs(items, Expression.ArrayIndex(held, Call("Place", held, at)))));
    }

    private RuleCode? Quantifier(bool all, RuleCode list, LambdaSyntax lambda) => Search(
        list, all, item => Lambda(lambda, item, Condition) is { } test ? Negated(all, test) : null);

    private RuleCode? CountOf(RuleCode list, LambdaSyntax lambda)
    {
        var count = Expression.Variable(typeof(int), "count");
        var loop = Over(list, count, Expression.Constant(0), (item, _) => Lambda(lambda, item, Condition) is { } test
            ? Expression.IfThen(test, Expression.PreIncrementAssign(count))
            : null);
        return loop is null ? null : Numeric(Call("Count", loop));
    }

    private static RuleCode? Aggregate(string function, RuleCode list, Func<RuleCode, Expression?> select)
    {
        var result = Expression.Variable(typeof(decimal?), "result");
        var step = function switch { "Sum" => "AddPresent", "Min" => "LesserPresent", _ => "GreaterPresent" };
        var initial = function == "Sum" ? Constant(Value.Number(0)) : Expression.Constant(null, typeof(decimal?));
        var loop = Over(list, result, initial, (item, _) => select(item) is { } number
            ? Expression.Assign(result, Call(step, result, number))
            : null);
        return loop is null ? null : Numeric(loop);
    }

    private RuleCode? Contains(RuleCode list, RuleType items, RuleSyntax item)
    {
        if (Any(item) is not { } value || !AsTime(item, ref value, items)) return null;
        if (value.Type.Kind != items.Kind)
            return Fail(item, DiagnosticCode.RuleType, RuleMessages.Needs(items.ToString(), value.Type));
        var wanted = Expression.Variable(items.Clr, "wanted");
        var search = Search(list, false, i => Call("Equal", i.Code, wanted))!;
        return Logical(Expression.Block([wanted], Expression.Assign(wanted, value.As(items)), search.Code));
    }

    /// <summary>The opposite of what holds otherwise, as soon as an item is found.</summary>
    private static RuleCode? Search(RuleCode list, bool otherwise, Func<RuleCode, Expression?> found)
    {
        var result = Expression.Variable(typeof(bool), "result");
        var loop = Over(list, result, Expression.Constant(otherwise), (item, end) => found(item) is { } test
            ? Expression.IfThen(test, Expression.Block(
                Expression.Assign(result, Expression.Constant(!otherwise)), Expression.Break(end)))
            : null);
        return loop is null ? null : Logical(loop);
    }

    private static BlockExpression? Over(
        RuleCode list, ParameterExpression result, Expression initial, Func<RuleCode, LabelTarget, Expression?> step)
    {
        var items = list.Type.Items!;
        var (source, length) = (Expression.Variable(typeof(Value[]), "list"), Expression.Variable(typeof(int), "length"));
        var (place, item) = (Expression.Variable(typeof(int), "place"), Expression.Variable(items.Clr, "item"));
        var end = Expression.Label();
        if (step(new RuleCode(items, item), end) is not { } body) return null;
        return Expression.Block(
            [source, length, place, item, result],
            Expression.Assign(source, list.Code),
            Expression.Assign(length, Call("Length", source)),
            Expression.Assign(place, Expression.Constant(0)),
            Expression.Assign(result, initial),
            Expression.Loop(
                Expression.IfThenElse(
                    Expression.LessThan(place, length),
                    Expression.Block(
                        Expression.Assign(item, ValueAs(items, Expression.ArrayIndex(source, place))),
                        Expression.PreIncrementAssign(place),
                        body),
                    Expression.Break(end)),
                end),
            result);
    }

    private Expression? Lambda(LambdaSyntax lambda, RuleCode item, Func<RuleSyntax, Expression?> body)
    {
        if (Parameter(lambda.Parameter) is not null || IsFacts(lambda.Parameter))
        {
            Fail(lambda, DiagnosticCode.WorkflowDuplicate, RuleMessages.Duplicate(lambda.Parameter));
            return null;
        }

        var outer = _scope;
        _scope = _scope.Push(new RuleParameterName(lambda.Parameter, item));
        var code = body(lambda.Body);
        _scope = outer;
        return code;
    }
}
