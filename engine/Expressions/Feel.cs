using System.Collections.Immutable;
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

    /// <summary>Where the value lies; null when it must be made.</summary>
    public Place? Place { get; init; }

    /// <summary>The truth of a condition without a value around it; null for any other expression.</summary>
    public Func<Frame, bool?>? Truth { get; init; }

    /// <summary>The value: where it lies, or made.</summary>
    public Value Read(Frame frame) => Place is null ? Evaluate(frame) : Place.Read(frame);
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

    /// <summary>How the text is read.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>True for <c>-</c> and blank, which every value passes, absent ones too.</summary>
    public bool IsAny => Syntax.Items.Items.IsEmpty;
}

/// <summary>FEEL (DMN 1.5, chapter 10): text to checked and compiled form, in the dialect of the scope.</summary>
internal static class Feel
{
    /// <summary>Compiles an expression; null when there are errors, which the reporter has then all got.</summary>
    public static Expression? Compile(string text, Scope scope, Reporter reporter)
    {
        var (syntax, sound) = Read(text, Parser.Expression, scope, reporter);
        if (syntax is null) return null;
        var session = new Session(text, null, scope.Dialect, reporter);
        var code = new Binder(scope, session).Bind(syntax);
        if (session.Failed || !sound) return null;
        return new Expression(text, code.Type, Entered(code, session)) 
        {
            Syntax = syntax, Constant = code.Constant, Place = code.Place, Truth = code.Truth is { } truth ? Entered(truth, session) : null,
        };
    }

    /// <summary>Compiles a cell: comma-separated unary tests, <c>-</c> or blank for any, <c>not(…)</c>, <c>null</c>,
    /// or a boolean expression on <c>?</c>. Null when there are errors.</summary>
    public static UnaryTests? CompileTests(string text, DataType input, Scope scope, Reporter reporter)
    {
        var (syntax, sound) = Read(text, Parser.Cell, scope, reporter);
        if (syntax is null) return null;
        var session = new Session(text, input, scope.Dialect, reporter);
        var test = new Binder(scope, session).BindTests(syntax, input);
        if (session.Failed || !sound) return null;
        return new UnaryTests(text, Entered(test, session))
        {
            Syntax = syntax, ReadsNames = session.ReadsNames, Dialect = scope.Dialect,
        };
    }

    private delegate T? Reading<T>(string text, Scope scope, Reporter reporter, out bool sound);

    /// <summary>Reads a text. In models of DMN what cannot be read is a warning, and stands for a fault.</summary>
    private static (T? Syntax, bool Sound) Read<T>(string text, Reading<T> read, Scope scope, Reporter reporter)
        where T : Node
    {
        var own = scope.Dialect == Dialect.Policy ? reporter : new Reporter("");
        var syntax = read(text, scope, own, out var sound);
        if (scope.Dialect == Dialect.Policy || sound) return (syntax, sound);
        var found = own.Found;
        foreach (var finding in found) reporter.Warning(finding.Code, finding.Message, finding.Span);
        var broken = new Broken(found[0].Code, found[0].Message);
        return (typeof(T) == typeof(Tests) ? new Tests(false, ImmutableArray.Create<Node>(broken)) as T : broken as T, true);
    }

    private static Func<Frame, Value> Entered(Code code, Session session) =>
        code.Constant is not null ? code.Run : Entered(code.Run, session);

    private static Func<Frame, T> Entered<T>(Func<Frame, T> run, Session session)
    {
        var (locals, dialect) = (session.Locals, session.Dialect);
        return frame =>
        {
            frame.Begin(locals, dialect);
            return run(frame);
        };
    }

    private static Func<Frame, Value, bool?> Entered(Test test, Session session)
    {
        var (locals, dialect) = (session.Locals, session.Dialect);
        return (frame, value) =>
        {
            frame.Begin(locals, dialect);
            frame.Input = value;
            return test(frame, value);
        };
    }
}
