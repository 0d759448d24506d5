using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>Tokens of a rule expression to its tree. Knows the allowed forms only; what they may name is the emitter's
/// concern.</summary>
internal sealed class RuleParser
{
    /// <summary>Longest expression, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private const int MaxDepth = 100;

    private readonly ImmutableArray<RuleToken> _tokens;
    private int _at;
    private int _depth;

    private RuleParser(ImmutableArray<RuleToken> tokens) => _tokens = tokens;

    private RuleToken Current => _tokens[_at];

    /// <summary>The tree; null when there is an error, which the reporter has then got.</summary>
    public static RuleSyntax? Parse(string text, Reporter reporter)
    {
        if (text.Length > MaxLength)
        {
            reporter.Error(DiagnosticCode.WorkflowLimit, RuleMessages.ExpressionTooLong(text.Length, MaxLength));
            return null;
        }

        if (RuleLexer.Read(text, reporter) is not { } tokens) return null;
        var parser = new RuleParser(tokens);
        try
        {
            var tree = parser.Expression();
            return parser.Current.Kind == RuleTokenKind.End ? tree : throw parser.Unexpected();
        }
        catch (RuleSyntaxException error)
        {
            reporter.Error(error.Code, error.Text, error.Span);
            return null;
        }
    }

    private RuleSyntax Expression()
    {
        if (++_depth > MaxDepth) throw TooDeep();
        var test = Coalesce();
        if (Take("?"))
        {
            var then = Expression();
            Expect(":");
            var otherwise = Expression();
            test = new ConditionalSyntax(test, then, otherwise, Cover(test, otherwise));
        }

        _depth--;
        return test;
    }

    private RuleSyntax Coalesce() => Chain(Or, "??");

    private RuleSyntax Or() => Logical("||", And);

    private RuleSyntax And() => Logical("&&", In);

    private RuleSyntax Logical(string op, Func<RuleSyntax> next)
    {
        var first = next();
        if (!Current.Is(op)) return first;
        var operands = ImmutableArray.CreateBuilder<RuleSyntax>();
        operands.Add(first);
        while (Take(op)) operands.Add(next());
        return new LogicalSyntax(op, operands.ToImmutable(), Cover(first, operands[^1]));
    }

    private RuleSyntax In()
    {
        var value = Comparison();
        var negated = Current.Is("not_in");
        if (!negated && !Current.Is("in")) return value;
        _at++;
        Expect("(");
        var items = Arguments();
        return new InSyntax(value, items, negated, Until(value));
    }

    private RuleSyntax Comparison() => Chain(Sum, "==", "!=", "<", "<=", ">", ">=");

    private RuleSyntax Sum() => Chain(Product, "+", "-");

    private RuleSyntax Product() => Chain(Unary, "*", "/", "%");

    private RuleSyntax Chain(Func<RuleSyntax> next, params ReadOnlySpan<string> operators)
    {
        var left = next();
        for (var length = 0; Current.Kind == RuleTokenKind.Operator && operators.Contains(Current.Text);)
        {
            if (++length > MaxDepth) throw TooDeep();
            var op = Current.Text;
            _at++;
            var right = next();
            left = new BinarySyntax(op, left, right, Cover(left, right));
        }

        return left;
    }

    private RuleSyntax Unary()
    {
        if (!Current.Is("!") && !Current.Is("-")) return Postfix();
        if (++_depth > MaxDepth) throw TooDeep();
        var op = Current;
        _at++;
        var operand = Unary();
        _depth--;
        return new UnarySyntax(op.Text, operand, new TextSpan(op.Span.Start, End(operand) - op.Span.Start));
    }

    private RuleSyntax Postfix()
    {
        var target = Primary();
        for (var length = 0; Current.Is(".") || Current.Is("[");)
        {
            if (++length > MaxDepth) throw TooDeep();
            if (Take("["))
            {
                var place = Expression();
                Expect("]");
                target = new ItemSyntax(target, place, Until(target));
                continue;
            }

            Expect(".");
            var name = Current;
            if (name.Kind != RuleTokenKind.Name) throw Unexpected();
            _at++;
            target = Take("(")
                ? new CallSyntax(target, name.Text, Arguments(), Until(target))
                : new MemberSyntax(target, name.Text,
                    new TextSpan(target.Span.Start, name.Span.Start + name.Span.Length - target.Span.Start));
        }

        return target;
    }

    private RuleSyntax Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case RuleTokenKind.Literal:
                _at++;
                return new LiteralSyntax(token.Value, token.Span);
            case RuleTokenKind.Name:
                _at++;
                return Named(token);
            case RuleTokenKind.Operator when Take("("):
                var inner = Expression();
                Expect(")");
                return inner;
            default:
                throw Unexpected();
        }
    }

    private RuleSyntax Named(RuleToken name)
    {
        if (Take("=>"))
        {
            var body = Expression();
            return new LambdaSyntax(name.Text, body, new TextSpan(name.Span.Start, End(body) - name.Span.Start));
        }

        var start = new NameSyntax(name.Text, name.Span);
        if (!Take("(")) return start;
        var arguments = Arguments();
        return name.Text is "iif" or "IIF" or "Iif" && arguments is [var test, var then, var otherwise]
            ? new ConditionalSyntax(test, then, otherwise, Until(start))
            : new CallSyntax(null, name.Text, arguments, Until(start));
    }

    private ImmutableArray<RuleSyntax> Arguments()
    {
        if (Take(")")) return [];
        var arguments = ImmutableArray.CreateBuilder<RuleSyntax>();
        do arguments.Add(Expression());
        while (Take(","));
        Expect(")");
        return arguments.ToImmutable();
    }

    private bool Take(string op)
    {
        if (!Current.Is(op)) return false;
        _at++;
        return true;
    }

    private void Expect(string op)
    {
        if (!Take(op))
            throw new RuleSyntaxException(DiagnosticCode.RuleSyntax, RuleMessages.Expected(op, Current.Text),
                Current.Span);
    }

    private RuleSyntaxException Unexpected() =>
        new(DiagnosticCode.RuleSyntax, RuleMessages.Unexpected(Current.Text), Current.Span);

    private RuleSyntaxException TooDeep() =>
        new(DiagnosticCode.WorkflowLimit, RuleMessages.ExpressionTooDeep(MaxDepth), Current.Span);

    private TextSpan Until(RuleSyntax from)
    {
        var last = _tokens[_at - 1].Span;
        return new TextSpan(from.Span.Start, last.Start + last.Length - from.Span.Start);
    }

    private static TextSpan Cover(RuleSyntax from, RuleSyntax to) => new(from.Span.Start, End(to) - from.Span.Start);

    private static int End(RuleSyntax syntax) => syntax.Span.Start + syntax.Span.Length;

#pragma warning disable CA1032, CA1064 // Control flow inside this file only.
    private sealed class RuleSyntaxException(string code, LocalizedText text, TextSpan span) : Exception(text.En)
    {
        public string Code { get; } = code;

        public LocalizedText Text { get; } = text;

        public TextSpan Span { get; } = span;
    }
#pragma warning restore CA1032, CA1064
}
