using System.Collections.Immutable;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>What stands on its own: literals, names, calls, brackets, and the constructs that begin with a
/// word.</summary>
internal sealed partial class Parser
{
    private Node Primary()
    {
        var (token, start) = (Now, Now.Span.Start);
        switch (token.Kind)
        {
            case TokenKind.Number or TokenKind.Temporal:
                Next();
                return new Literal(token.Value) { Span = token.Span };
            case TokenKind.Text:
                Next();
                return new Literal(Value.Text(token.Text)) { Span = token.Span };
            case TokenKind.Word:
                return Word(token, start);
            case TokenKind.Symbol:
                return token.Text switch
                {
                    "?" => new InputValue { Span = Next().Span },
                    "(" => Parenthesis(start),
                    "[" => Bracket(start),
                    "]" => OpenInterval(start),
                    "{" => Braces(start),
                    _ => Unexpected(Wanted.Expression),
                };
            default:
                return Unexpected(Wanted.Expression);
        }
    }

    private Node Word(Token token, int start)
    {
        switch (token.Text)
        {
            case "true" or "false":
                return new Literal(Value.Boolean(token.Text == "true")) { Span = Next().Span };
            case "null":
                return new Literal(Value.Null) { Span = Next().Span };
            case "if":
                return If(start);
            case "for":
                return Iterate(IterationKind.For, "return", start);
            case "some":
                return Iterate(IterationKind.Some, "satisfies", start);
            case "every":
                return Iterate(IterationKind.Every, "satisfies", start);
            case "function" when Ahead().Is("(") && !_vocabulary.IsName("function"):
                return Function(start);
        }

        if (CallName() is { } function) return Invocation(function, start);
        if (Vocabulary.IsReserved(token.Text)) return Unexpected(Wanted.Expression);
        return new Name(Words(_vocabulary.IsName) ?? Adjacent()) { Span = From(start) };
    }

    /// <summary>A word, and in models of DMN the words that follow it: together they can only be a name.</summary>
    private string Adjacent()
    {
        var name = Next().Text;
        while (_vocabulary.HasSpaces && Now.Kind == TokenKind.Word && !Vocabulary.IsReserved(Now.Text))
            name += " " + Next().Text;
        return name;
    }

    /// <summary>The words before a parenthesis, if this is a call. Known functions come first, then any words, so that
    /// a misspelt function is reported as such.</summary>
    private string? CallName()
    {
        var count = 1;
        while (Ahead(count).Kind == TokenKind.Word && count < Vocabulary.LongestName) count++;
        if (!Ahead(count).Is("(")) return null;
        var name = string.Join(' ', Enumerable.Range(0, count).Select(i => Ahead(i).Text));
        var known = Vocabulary.IsFunction(name);
        if (!known && Enumerable.Range(0, count).Any(i => Vocabulary.IsReserved(Ahead(i).Text))) return null;
        _at += count;
        return name;
    }

    private Node Invocation(string function, int start)
    {
        var name = From(start);
        Expect("(");
        var arguments = Separated(Argument, ")");
        Expect(")");
        return new Invocation(function, arguments) { NameSpan = name, Span = From(start) };
    }

    private Node Argument()
    {
        var count = 0;
        while (Ahead(count).Kind == TokenKind.Word) count++;
        if (count == 0 || !Ahead(count).Is(":")) return Expression();
        var start = Now.Span.Start;
        var name = string.Join(' ', Enumerable.Range(0, count).Select(i => Ahead(i).Text));
        _at += count + 1;
        return new NamedArgument(name, Expression()) { Span = From(start) };
    }

    private Node If(int start)
    {
        Next();
        var condition = Expression();
        Expect("then");
        var then = Expression();
        Expect("else");
        return new Conditional(condition, then, Expression()) { Span = From(start) };
    }

    private Node Iterate(IterationKind kind, string word, int start)
    {
        Next();
        var iterators = ImmutableArray.CreateBuilder<Node>();
        do iterators.Add(Iterator());
        while (Skip(","));
        Expect(word);
        return new Iteration(kind, iterators.ToImmutable(), Expression()) { Span = From(start) };
    }

    private Node Iterator()
    {
        var start = Now.Span.Start;
        if (Now.Kind != TokenKind.Word || Vocabulary.IsReserved(Now.Text)) return Unexpected(Wanted.Variable);
        var name = Declared(Adjacent());
        Expect("in");
        var from = Expression();
        var to = Skip("..") ? Expression() : null;
        return new Iterator(name, from, to) { Span = From(start) };
    }

    private Node Function(int start)
    {
        Next();
        Expect("(");
        var parameters = Separated(Parameter, ")");
        Expect(")");
        var external = Skip("external");
        return new FunctionLiteral(parameters, Expression(), external) { Span = From(start) };
    }

    private Node Parameter()
    {
        var start = Now.Span.Start;
        if (Now.Kind != TokenKind.Word || Vocabulary.IsReserved(Now.Text)) return Unexpected(Wanted.Variable);
        var name = Declared(Adjacent());
        var type = Skip(":") ? Type() : null;
        return new FormalParameter(name, type) { Span = From(start) };
    }

    private string Declared(string name)
    {
        _vocabulary.Declare(name);
        return name;
    }

    private Node Parenthesis(int start)
    {
        Next();
        if (Comparator(Now) is { } op)
        {
            _at++;
            var range = new Comparison(op, Sum());
            Expect(")");
            return range with { Span = From(start) };
        }

        var node = Expression();
        if (Now.Is("..")) return IntervalFrom(node, false, start);
        Expect(")");
        return node;
    }

    private Node Bracket(int start)
    {
        Next();
        if (Skip("]")) return new ListLiteral(default) { Span = From(start) };
        var first = Expression();
        if (Now.Is("..")) return IntervalFrom(first, true, start);
        var items = Skip(",") ? Separated(Expression, "]").Insert(0, first) : [first];
        Expect("]");
        return new ListLiteral(items) { Span = From(start) };
    }

    private Node OpenInterval(int start)
    {
        Next();
        var low = Expression();
        return Now.Is("..") ? IntervalFrom(low, false, start) : Unexpected(Wanted.Symbol(".."));
    }

    private Node IntervalFrom(Node low, bool lowIncluded, int start)
    {
        Next();
        var endpoint = _endpoint;
        _endpoint = true;
        var high = Sum();
        _endpoint = endpoint;
        if (!Now.Is("]") && !Now.Is(")") && !Now.Is("[")) return Unexpected(Wanted.Symbol("]"));
        var highIncluded = Next().Is("]");
        return new Interval(low, lowIncluded, high, highIncluded) { Span = From(start) };
    }

    private Node Braces(int start)
    {
        Next();
        var entries = Separated(Entry, "}");
        Expect("}");
        return new ContextLiteral(entries) { Span = From(start) };
    }

    private Node Entry()
    {
        var start = Now.Span.Start;
        if (Now.Kind is not (TokenKind.Word or TokenKind.Text)) return Unexpected(Wanted.Key);
        var key = Now.Kind == TokenKind.Text ? Next().Text : Key();
        _vocabulary.Declare(key);
        Expect(":");
        return new Entry(key, Expression()) { Span = From(start) };
    }

    /// <summary>Words; in models of DMN everything up to the colon.</summary>
    private string Key()
    {
        var count = 1;
        while (Ahead(count).Kind == TokenKind.Word || (_vocabulary.HasSpaces && IsNamePart(Ahead(count)))) count++;
        var key = Joined(count);
        _at += count;
        return key;
    }

    private static bool IsNamePart(Token token) =>
        token.Kind == TokenKind.Number || (token.Kind == TokenKind.Symbol && token.Text is "+" or "-" or "*" or "/" or ".");

    private ImmutableArray<Node> Separated(Func<Node> item, string end)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        if (Now.Is(end)) return [];
        do items.Add(item());
        while (Skip(","));
        return items.ToImmutable();
    }

    /// <summary>The longest run of words that is a known name of several words, consumed; null when there is
    /// none.</summary>
    private string? Words(Func<string, bool> known)
    {
        for (var count = Vocabulary.LongestName; count > 0; count--)
        {
            var end = Ahead(count - 1);
            if (Now.Kind != TokenKind.Word || _at + count > _tokens.Length - 1) continue;
            var text = Joined(count);
            if (!known(text)) continue;
            _at += count;
            return text;
        }

        return null;
    }

    /// <summary>Some tokens as text, one space where there was white space.</summary>
    private string Joined(int count)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var token = Ahead(i);
            if (i > 0 && token.Span.Start > Ahead(i - 1).End) text.Append(' ');
            text.Append(token.Text);
        }

        return text.ToString();
    }
}
