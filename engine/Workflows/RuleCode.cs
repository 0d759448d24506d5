using System.Linq.Expressions;

namespace Policy.Engine.Workflows;

/// <summary>A checked part of a rule.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Code">What computes it: reads of slots, constants and calls of <see cref="RuleFunctions"/>, nothing else.
/// Numbers, truth values and times are nullable, except that a comparison is <c>bool</c>; objects are
/// <see cref="Context"/>, lists arrays of <see cref="Value"/>.</param>
internal sealed record RuleCode(RuleType Type, Expression Code)
{
    /// <summary>The code as a value of a type that it may be: of its own, or of any when it is the literal null.</summary>
    public Expression As(RuleType type) => Type.Kind == ValueKind.Null
        ? Expression.Constant(null, type.Clr)
        : Code.Type == typeof(bool) ? Expression.Convert(Code, typeof(bool?)) : Code;
}

/// <summary>A parameter in scope.</summary>
internal sealed record RuleParameterName(string Name, RuleCode Value);
