using System.Linq.Expressions;

namespace Policy.Engine.Workflows;

/// <content>What code is made of, and how it is compiled.</content>
internal sealed partial class RuleEmitter
{
    private static readonly ParameterExpression Facts = Expression.Parameter(typeof(Context), "facts");
    private static readonly ParameterExpression Frame = Expression.Parameter(typeof(RuleFrame), "frame");

    /// <summary>Compiles what was emitted.</summary>
    public static RuleDelegate<T> Compile<T>(Expression code) => Expression.Lambda<RuleDelegate<T>>(code, Facts, Frame).Compile();

    /// <summary>Compiles at most 64 conditions to one delegate that gives a bit for each, set when it holds.</summary>
    public static RuleDelegate<ulong> CompileBits(IEnumerable<Expression> conditions) => Compile<ulong>(conditions
        .Select((c, i) => (Expression)Expression.Condition(c, Expression.Constant(1UL << i), Expression.Constant(0UL)))
        .Aggregate(Expression.Or));

    /// <summary>A long chain as a balanced tree: the same order of evaluation, without deep recursion in the compiler.</summary>
    public static Expression Balanced(ReadOnlySpan<Expression> operands, bool and)
    {
        if (operands.Length == 1) return operands[0];
        var middle = operands.Length / 2;
        var (left, right) = (Balanced(operands[..middle], and), Balanced(operands[middle..], and));
        return and ? Expression.AndAlso(left, right) : Expression.OrElse(left, right);
    }

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

    private static RuleCode Read(Expression target, RuleType type, int slot) =>
        new(type, Call($"{type.Kind}", target, Expression.Constant(slot)));

    private static Expression Negated(bool negated, Expression test) => negated ? Expression.Not(test) : test;

    private static RuleCode Textual(Expression code) => new(RuleType.Text, code);

    private static RuleCode Numeric(Expression code) => new(RuleType.Number, code);

    private static RuleCode Logical(Expression code) => new(RuleType.Boolean, code);
}
