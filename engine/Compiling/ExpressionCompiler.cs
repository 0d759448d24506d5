using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;

namespace Policy.Engine.Compiling;

/// <summary>Checks an expression document and compiles it.</summary>
internal static class ExpressionCompiler
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledDocument? Compile(ExpressionDocument document, Surroundings surroundings, Reporter reporter)
    {
        var at = reporter.At("expression");
        var before = reporter.Errors;
        var expression = document.Expression.Length == 0 ? null : Feel.Compile(document.Expression, surroundings.Scope, at);
        var result = document.Result is { } field ? DataTypes.TypeOf(field) : FeelType.Any;
        if (document.Dialect == Dialect.Policy && expression?.Type is { IsKnown: true } type && !result.IsAny
            && !result.Kinds.Contains(type.Kind!.Value))
            at.Error(DiagnosticCode.OutputValue, Messages.OutputType("result", new DataType(result.Kinds[0]), type));
        return expression is null || reporter.Errors > before ? null : new Compiled(document, surroundings, expression, result);
    }

    private sealed class Compiled(
        ExpressionDocument document, Surroundings surroundings, Expression expression, FeelType result)
        : CompiledExpressions(document, surroundings, expression.Type.IsKnown ? expression.Type : result.DataType)
    {
        public override Evaluation Evaluate(Frame frame, bool trace)
        {
            frame.Begin(0, Source.Dialect);
            var output = result.Conform(frame, expression.Evaluate(frame), "result");
            return new Evaluation
            {
                Outputs = output,
                Faults = frame.Faults,
                Trace = trace ? new Trace(Source.Key, [new TracePass(null, [], output)]) : null,
            };
        }
    }
}
