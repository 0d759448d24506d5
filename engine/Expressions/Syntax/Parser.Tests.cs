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

        var start = Now.Span.Start;
        if (NegationCloses())
        {
            _at += 2;
            var negated = List();
            Expect(")");
            return new Tests(true, negated) { Span = From(start) };
        }

        return new Tests(false, List()) { Span = From(start) };
    }

    /// <summary>True when the cell is one <c>not( … )</c>, not an expression that begins with one.</summary>
    private bool NegationCloses()
    {
        if (!Now.Is("not") || !Ahead().Is("(")) return false;
        var depth = 0;
        for (var i = 1; Ahead(i).Kind != TokenKind.End; i++)
        {
            if (Ahead(i).Is("(")) depth++;
            if (Ahead(i).Is(")") && --depth == 0) return Ahead(i + 1).Kind == TokenKind.End;
        }

        return true;
    }

    private Nodes InTests()
    {
        if (!Now.Is("(")) return ImmutableArray.Create(Test(Sum));
        var start = Now.Span.Start;
        _at++;
        var first = Test(Expression);
        if (Now.Is("..")) return ImmutableArray.Create(IntervalFrom(first, false, start));
        var tests = Skip(",") ? List().Insert(0, first) : [first];
        Expect(")");
        return tests;
    }

    private ImmutableArray<Node> List()
    {
        var tests = ImmutableArray.CreateBuilder<Node>();
        do tests.Add(Test(Expression));
        while (Skip(","));
        return tests.ToImmutable();
    }

    private Node Test(Func<Node> value)
    {
        var start = Now.Span.Start;
        if (Comparator(Now) is not { } op) return value();
        _at++;
        return new Comparison(op, Sum()) { Span = From(start) };
    }
}
