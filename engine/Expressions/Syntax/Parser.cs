using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>Tokens to syntax tree, by recursive descent; one method per level of precedence, loosest first. Ends at the
/// first error of syntax. Never throws and never recurses deeper than <see cref="Limits.Nesting"/>.</summary>
internal sealed partial class Parser
{
    private readonly Reporter _reporter;
    private readonly Vocabulary _vocabulary;
    private readonly string _text;
    private readonly ImmutableArray<Token> _tokens;
    private int _at;
    private int _depth;
    private bool _failed;
    private bool _quiet;

    // True when the lexer went on after an error: the tree is then good for finding more errors, not for running.
    private readonly bool _misread;

    // True while the upper end of an interval is read: a bracket then closes the interval and is no filter.
    private bool _endpoint;

    private Parser(string text, Scope scope, Reporter reporter)
    {
        _reporter = reporter;
        _text = text;
        _vocabulary = new Vocabulary(scope);
        var lexer = new Lexer(text, scope, reporter);
        _tokens = lexer.Read();
        _misread = lexer.Failed;
    }

    /// <summary>An expression; null when its syntax is wrong. Not sound: it can be checked but must not run.</summary>
    public static Node? Expression(string text, Scope scope, Reporter reporter, out bool sound)
    {
        sound = false;
        if (!Fits(text, reporter)) return null;
        var parser = new Parser(text, scope, reporter);
        return parser.Whole(parser.Expression(), out sound);
    }

    /// <summary>A cell, likewise.</summary>
    public static Tests? Cell(string text, Scope scope, Reporter reporter, out bool sound)
    {
        sound = false;
        if (!Fits(text, reporter)) return null;
        var parser = new Parser(text, scope, reporter);
        return parser.Whole(parser.Cell(), out sound);
    }

    private static bool Fits(string text, Reporter reporter)
    {
        if (text.Length > Limits.ExpressionLength)
            reporter.Error(DiagnosticCode.ExpressionTooLong, Messages.TooLong(text.Length),
                new TextSpan(0, text.Length));
        else if (Texts.IllFormed(text) is var half and >= 0)
            reporter.Error(DiagnosticCode.UnexpectedCharacter, Messages.HalfCharacter(text[half]),
                new TextSpan(half, 1));
        else return true;
        return false;
    }

    private T? Whole<T>(T node, out bool sound)
        where T : Node
    {
        if (!_failed && Now.Kind != TokenKind.End) Unexpected(Wanted.End);
        sound = !_failed && !_misread;
        return _failed ? null : node;
    }

    private Node Expression()
    {
        if (_depth == Limits.Nesting) return TooDeep();
        _depth++;
        var endpoint = _endpoint;
        _endpoint = false;
        var node = Disjunction();
        _endpoint = endpoint;
        _depth--;
        return node;
    }

    private Node Disjunction() => Junction("or", static p => p.Conjunction());

    private Node Conjunction() => Junction("and", static p => p.Relation());

    private Node Junction(string word, Func<Parser, Node> operand)
    {
        var start = Now.Span.Start;
        var first = operand(this);
        if (!Now.Is(word)) return first;
        var operands = ImmutableArray.CreateBuilder<Node>();
        operands.Add(first);
        while (Skip(word)) operands.Add(operand(this));
        return Grown(new Junction(word == "and", operands.ToImmutable()) { Span = From(start) });
    }

    private Node Relation()
    {
        var start = Now.Span.Start;
        var left = Sum();
        while (!_failed)
        {
            if (Comparator(Now) is { } op)
            {
                _at++;
                left = new Binary(op, left, Sum());
            }
            else if (Skip("between"))
            {
                var low = Sum();
                Expect("and");
                left = new Between(left, low, Sum());
            }
            else if (Skip("in"))
            {
                left = new In(left, InTests());
            }
            else
            {
                break;
            }

            left = Grown(left with { Span = From(start) });
        }

        return left;
    }

    private Node Sum() => LeftAssociative(static p => p.Product(), "+", Operator.Add, "-", Operator.Subtract);

    private Node Product() => LeftAssociative(static p => p.Power(), "*", Operator.Multiply, "/", Operator.Divide);

    private Node Power() => LeftAssociative(static p => p.Unary(), "**", Operator.Power, "**", Operator.Power);

    private Node LeftAssociative(Func<Parser, Node> operand, string one, Operator first, string other, Operator second)
    {
        var start = Now.Span.Start;
        var left = operand(this);
        while (!_failed && (Now.Is(one) || Now.Is(other)))
        {
            var op = Next().Is(one) ? first : second;
            left = Grown(new Binary(op, left, operand(this)) { Span = From(start) });
        }

        return left;
    }

    private Node Unary()
    {
        var start = Now.Span.Start;
        if (!Skip("-")) return TypeTest();
        if (_depth == Limits.Nesting) return TooDeep();
        _depth++;
        var node = new Negation(Unary()) { Span = From(start) };
        _depth--;
        return node;
    }

    private Node TypeTest()
    {
        var start = Now.Span.Start;
        var node = Postfix();
        while (!_failed && Skip("instance"))
        {
            Expect("of");
            node = Grown(new InstanceOf(node, Type()) { Span = From(start) });
        }

        return node;
    }

    private Node Postfix()
    {
        var start = Now.Span.Start;
        var node = Primary();
        while (!_failed)
        {
            if (Now.Is("."))
            {
                _at++;
                if (Now.Kind != TokenKind.Word) return Unexpected(Wanted.Member);
                node = Grown(new Member(node, Words(_vocabulary.IsMember) ?? Adjacent()) { Span = From(start) });
            }
            else if (Now.Is("("))
            {
                _at++;
                var arguments = Separated(Argument, ")");
                Expect(")");
                node = Grown(new Call(node, arguments) { Span = From(start) });
            }
            else if (Now.Is("[") && !_endpoint)
            {
                _at++;
                var condition = Expression();
                Expect("]");
                node = Grown(new Filter(node, condition) { Span = From(start) });
            }
            else
            {
                break;
            }
        }

        return node;
    }

    private static Operator? Comparator(in Token token) => token.Kind != TokenKind.Symbol ? null : token.Text switch
    {
        "=" => Operator.Equal,
        "!=" => Operator.NotEqual,
        "<" => Operator.Less,
        "<=" => Operator.LessOrEqual,
        ">" => Operator.Greater,
        ">=" => Operator.GreaterOrEqual,
        _ => null,
    };

    private ref readonly Token Now => ref _tokens.ItemRef(_at);

    private ref readonly Token Ahead(int count = 1) => ref _tokens.ItemRef(Math.Min(_at + count, _tokens.Length - 1));

    private Token Next()
    {
        var token = Now;
        if (_at < _tokens.Length - 1) _at++;
        return token;
    }

    private bool Skip(string text)
    {
        if (_failed || !Now.Is(text)) return false;
        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Skip(text)) Unexpected(Wanted.Symbol(text));
    }

    private TextSpan From(int start)
    {
        var end = _at > 0 ? _tokens[_at - 1].End : start;
        return new TextSpan(start, Math.Max(0, end - start));
    }

    /// <summary>The node, unless chains of operators made the tree too high.</summary>
    private Node Grown(Node node) => node.Height <= Limits.Height ? node : TooDeep();

    private Node TooDeep() => Fail(DiagnosticCode.ExpressionTooDeep, Messages.TooDeep(), Now.Span);

    private Node Unexpected(LocalizedText wanted)
    {
        // A bad token has been reported by the lexer.
        if (Now.Kind == TokenKind.Bad) return Fail(null, wanted, Now.Span);
        var message = Now.Kind == TokenKind.End
            ? Messages.EndsEarly(Texts.Cut(_text.Trim(), 40), wanted)
            : Messages.Unexpected(Texts.Cut(_text.Substring(Now.Span.Start, Now.Span.Length), 40), wanted);
        return Fail(DiagnosticCode.UnexpectedSyntax, message, Now.Span);
    }

    private Literal Fail(string? code, LocalizedText message, TextSpan span)
    {
        if (!_failed && !_quiet && code is not null) _reporter.Error(code, message, span);
        _failed = true;
        _at = _tokens.Length - 1;
        return new Literal(Value.Null) { Span = span };
    }
}
