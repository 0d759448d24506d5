using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Binding;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Ranges out of texts: the ends are literals.</summary>
internal static class RangeText
{
    private const int Longest = 200;
    private const int Cost = 1_000;

    public static Value Read(Frame frame, string text)
    {
        if (!frame.Spend(Cost)) return Value.Null;
        var (scope, reporter) = (new Scope(null, []) { Dialect = frame.Dialect }, new Reporter(""));
        if (text.Length <= Longest && Parser.Expression(text, scope, reporter, out var sound) is Interval range && sound
            && IsLiteral(range.Low) && IsLiteral(range.High))
        {
            var session = new Session(text, null, frame.Dialect, reporter);
            if (new Binder(scope, session).Bind(range).Constant is { Kind: ValueKind.Range } value) return value;
        }

        return frame.Fault(DiagnosticCode.InvalidArgument,
            Messages.Invalid("range", Value.Text(text), "形如 [1..10] 的区间", "a range such as [1..10]"));
    }

    private static bool IsLiteral(Node node) => node switch
    {
        Literal => true,
        Negation { Operand: Literal } => true,
        Invocation { Function: "date" or "time" or "date and time" or "duration", Arguments.Items: [Literal] } => true,
        _ => false,
    };
}
