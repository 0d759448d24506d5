using System.Collections.Immutable;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>Cells, and what follows <c>in</c>.</summary>
internal sealed partial class Parser
{
    private Tests Cell()
    {
        if (Now.Kind == TokenKind.End || (Now.Is("-") && Ahead().Kind == TokenKind.End))
        {
            _at = _tokens.Length - 1;
            return new Tests(false, default) { Span = new TextSpan(0, _text.Length) };
        }

        // One not( … ) negates the tests within; an expression may begin with not( … ), too.
        if (!Now.Is("not") || !Ahead().Is("(")) return Positive();
        return Attempt(Negated) ?? Attempt(Positive) ?? Negated();
    }

    private Tests Positive()
    {
        var start = Now.Span.Start;
        return new Tests(false, List()) { Span = From(start) };
    }

    private Tests Negated()
    {
        var start = Now.Span.Start;
        _at += 2;
        var tests = List();
        Expect(")");
        return new Tests(true, tests) { Span = From(start) };
    }

    /// <summary>The cell if the whole text can be read so; else null, back at the start and without a report.</summary>
    private Tests? Attempt(Func<Tests> read)
    {
        _quiet = true;
        var tests = read();
        _quiet = false;
        if (!_failed && Now.Kind == TokenKind.End) return tests;
        (_at, _failed) = (0, false);
        return null;
    }

    private Nodes InTests()
    {
        if (!Now.Is("(")) return ImmutableArray.Create(Test(static p => p.Sum()));
        var start = Now.Span.Start;
        _at++;
        var first = Test(static p => p.Expression());
        if (Now.Is("..")) return ImmutableArray.Create(IntervalFrom(first, false, start));
        var tests = Skip(",") ? List().Insert(0, first) : [first];
        Expect(")");
        return tests;
    }

    private ImmutableArray<Node> List()
    {
        var tests = ImmutableArray.CreateBuilder<Node>();
        do tests.Add(Test(static p => p.Expression()));
        while (Skip(","));
        return tests.ToImmutable();
    }

    private Node Test(Func<Parser, Node> value)
    {
        var start = Now.Span.Start;
        if (Comparator(Now) is not { } op) return value(this);
        _at++;
        return new Comparison(op, Sum()) { Span = From(start) };
    }
}
