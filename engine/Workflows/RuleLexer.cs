using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>What a token is.</summary>
internal enum RuleTokenKind
{
    Name,
    Literal,
    Operator,
    End,
}

/// <summary>A token: a name, a literal with its value, or an operator in its one spelling.</summary>
internal readonly record struct RuleToken(RuleTokenKind Kind, string Text, Value Value, TextSpan Span)
{
    public bool Is(string text) => Kind == RuleTokenKind.Operator
        && string.Equals(Text, text, StringComparison.Ordinal);
}

/// <summary>Text of a rule expression to tokens; spellings that mean the same become one.</summary>
internal static class RuleLexer
{
    private static readonly string[] Operators =
        ["=>", "==", "!=", "<>", "<=", ">=", "&&", "||", "??", "<", ">", "=", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]",
            ".", ",", "?", ":"];

    /// <summary>The tokens and an end; null when there are errors, which the reporter has then all got.</summary>
    public static ImmutableArray<RuleToken>? Read(string text, Reporter reporter)
    {
        var tokens = ImmutableArray.CreateBuilder<RuleToken>();
        var sound = true;
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            if (Token(text, at, reporter) is not { } token)
            {
                sound = false;
                break;
            }

            tokens.Add(token);
            at = token.Span.Start + token.Span.Length;
        }

        tokens.Add(new RuleToken(RuleTokenKind.End, "", default, new TextSpan(text.Length, 0)));
        return sound ? tokens.ToImmutable() : null;
    }

    private static RuleToken? Token(string text, int at, Reporter reporter) => text[at] switch
    {
        '"' or '\'' => TextLiteral(text, at, reporter),
        >= '0' and <= '9' => NumberLiteral(text, at, reporter),
        '_' => Name(text, at),
        var c when char.IsLetter(c) => Name(text, at),
        _ => Operator(text, at, reporter),
    };

    private static RuleToken Name(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var name = text[at..end];
        var span = new TextSpan(at, end - at);
        return name switch
        {
            "and" or "AND" or "And" => new RuleToken(RuleTokenKind.Operator, "&&", default, span),
            "or" or "OR" or "Or" => new RuleToken(RuleTokenKind.Operator, "||", default, span),
            "not" or "NOT" or "Not" => new RuleToken(RuleTokenKind.Operator, "!", default, span),
            "in" or "IN" or "In" => new RuleToken(RuleTokenKind.Operator, "in", default, span),
            "not_in" or "NOT_IN" => new RuleToken(RuleTokenKind.Operator, "not_in", default, span),
            "true" or "True" or "TRUE" => new RuleToken(RuleTokenKind.Literal, name, Value.True, span),
            "false" or "False" or "FALSE" => new RuleToken(RuleTokenKind.Literal, name, Value.False, span),
            "null" or "Null" or "NULL" => new RuleToken(RuleTokenKind.Literal, name, Value.Null, span),
            _ => new RuleToken(RuleTokenKind.Name, name, default, span),
        };
    }

    private static RuleToken? NumberLiteral(string text, int at, Reporter reporter)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        }

        var digits = text[at..end];
        if (end < text.Length && text[end] is 'm' or 'M' or 'd' or 'D' or 'f' or 'F' or 'L' or 'l') end++;
        var span = new TextSpan(at, end - at);
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            reporter.Error(DiagnosticCode.RuleSyntax, RuleMessages.BadNumber(text[at..(end + 1)]), span);
            return null;
        }

        if (decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return new RuleToken(RuleTokenKind.Literal, digits, Value.Number(number), span);
        reporter.Error(DiagnosticCode.RuleSyntax, RuleMessages.BadNumber(digits), span);
        return null;
    }

    private static RuleToken? TextLiteral(string text, int at, Reporter reporter)
    {
        var content = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == text[at])
                return new RuleToken(RuleTokenKind.Literal, text[at..(i + 1)], Value.Text(content.ToString()),
                    new TextSpan(at, i + 1 - at));
            if (text[i] != '\\')
            {
                content.Append(text[i]);
                continue;
            }

            if (Escape(text, ref i) is not { } escaped)
            {
                reporter.Error(DiagnosticCode.RuleSyntax, RuleMessages.BadEscape,
                    new TextSpan(Math.Min(i, text.Length - 1), 1));
                return null;
            }

            content.Append(escaped);
        }

        reporter.Error(DiagnosticCode.RuleSyntax, RuleMessages.OpenText, new TextSpan(at, text.Length - at));
        return null;
    }

    private static char? Escape(string text, ref int at)
    {
        if (++at >= text.Length) return null;
        switch (text[at])
        {
            case '"' or '\'' or '\\' or '/': return text[at];
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when at + 4 < text.Length
                && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out var unit):
                at += 4;
                return (char)unit;
            default: return null;
        }
    }

    private static RuleToken? Operator(string text, int at, Reporter reporter)
    {
        foreach (var candidate in Operators)
        {
            if (string.CompareOrdinal(text, at, candidate, 0, candidate.Length) != 0) continue;
            var spelling = candidate switch { "=" => "==", "<>" => "!=", _ => candidate };
            return new RuleToken(RuleTokenKind.Operator, spelling, default, new TextSpan(at, candidate.Length));
        }

        reporter.Error(DiagnosticCode.RuleSyntax, RuleMessages.BadCharacter(text[at]), new TextSpan(at, 1));
        return null;
    }
}
