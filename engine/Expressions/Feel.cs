using Policy.Engine.Compiling;

namespace Policy.Engine.Expressions;

/// <summary>A compiled expression.</summary>
/// <param name="Text">The text as authored.</param>
/// <param name="Type">Type of the result.</param>
/// <param name="Evaluate">Evaluates; what goes wrong is reported to the frame and gives null.</param>
internal sealed record Expression(string Text, DataType Type, Func<Frame, Value> Evaluate);

/// <summary>A compiled cell.</summary>
/// <param name="Text">The text as authored.</param>
/// <param name="Test">Tests a value: true, false, or null when the value is absent or something went wrong.</param>
internal sealed record UnaryTests(string Text, Func<Frame, Value, bool?> Test);

/// <summary>FEEL (DMN 1.5, chapter 10): text to checked and compiled form.</summary>
internal static class Feel
{
    /// <summary>Compiles an expression; null when there are errors, which the reporter has then all got.</summary>
    public static Expression? Compile(string text, Scope scope, Reporter reporter) => throw new NotImplementedException();

    /// <summary>Compiles a cell: comma-separated unary tests, <c>-</c> or blank for any, <c>not(…)</c>, <c>null</c>,
    /// or a boolean expression on <c>?</c>. Null when there are errors.</summary>
    public static UnaryTests? CompileTests(string text, DataType input, Scope scope, Reporter reporter) =>
        throw new NotImplementedException();
}
