using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Binding;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions;

/// <summary>A compiled expression.</summary>
/// <param name="Text">The text as authored.</param>
/// <param name="Type">Type of the result.</param>
/// <param name="Evaluate">Evaluates; what goes wrong is reported to the frame and gives null.</param>
internal sealed record Expression(string Text, DataType Type, Func<Frame, Value> Evaluate)
{
    /// <summary>The syntax tree, for analysis.</summary>
    public required Node Syntax { get; init; }

    /// <summary>The value when it depends on nothing; null when it depends on the evaluation.</summary>
    public Value? Constant { get; init; }
}

/// <summary>A compiled cell.</summary>
/// <param name="Text">The text as authored.</param>
/// <param name="Test">Tests a value: true, false, or null when the value is absent or something went wrong.</param>
internal sealed record UnaryTests(string Text, Func<Frame, Value, bool?> Test)
{
    /// <summary>The syntax tree, for analysis.</summary>
    public required Tests Syntax { get; init; }

    /// <summary>True when the cell reads names: its result depends on more than the value tested.</summary>
    public required bool ReadsNames { get; init; }

    /// <summary>True for <c>-</c> and blank, which every value passes, absent ones too.</summary>
    public bool IsAny => Syntax.Items.Items.IsEmpty;
}

/// <summary>FEEL (DMN 1.5, chapter 10): text to checked and compiled form. Instants are read in UTC+8; there is no type
/// for times of day.</summary>
internal static class Feel
{
    /// <summary>Compiles an expression; null when there are errors, which the reporter has then all got.</summary>
    public static Expression? Compile(string text, Scope scope, Reporter reporter)
    {
        if (Parser.Expression(text, scope, reporter, out var sound) is not { } syntax) return null;
        var session = new Session(text, null, reporter);
        var code = new Binder(scope, session).Bind(syntax);
        if (session.Failed || !sound) return null;
        return new Expression(text, code.Type, Entered(code, session)) { Syntax = syntax, Constant = code.Constant };
    }

    /// <summary>Compiles a cell: comma-separated unary tests, <c>-</c> or blank for any, <c>not(…)</c>, <c>null</c>,
    /// or a boolean expression on <c>?</c>. Null when there are errors.</summary>
    public static UnaryTests? CompileTests(string text, DataType input, Scope scope, Reporter reporter)
    {
        if (Parser.Cell(text, scope, reporter, out var sound) is not { } syntax) return null;
        var session = new Session(text, input, reporter);
        var test = new Binder(scope, session).BindTests(syntax, input);
        return session.Failed || !sound ? null : new UnaryTests(text, Entered(test, session)) { Syntax = syntax, ReadsNames = session.ReadsNames };
    }

    private static Func<Frame, Value> Entered(Code code, Session session)
    {
        if (code.Constant is not null) return code.Run;
        var (run, locals) = (code.Run, session.Locals);
        return frame =>
        {
            frame.Begin(locals);
            return run(frame);
        };
    }

    private static Func<Frame, Value, bool?> Entered(Test test, Session session)
    {
        var locals = session.Locals;
        return (frame, value) =>
        {
            frame.Begin(locals);
            frame.Input = value;
            return test(frame, value);
        };
    }
}
