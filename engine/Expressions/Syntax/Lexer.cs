using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>Text to tokens. Reports every unreadable character and goes on as if it were what was meant.</summary>
internal sealed class Lexer(string text, Scope scope, Reporter reporter)
{
    private static readonly string[] Symbols =
        ["..", "**", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+", "-", "*", "/", "=", "<", ">",
            "?"];

    private static readonly (string Found, string Feel)[] Foreign =
        [("==", "="), ("<>", "!="), ("=>", ">="), ("=<", "<="), ("&&", "and"), ("||", "or"), ("%", "modulo(…)"),
            ("!", "not(…)")];

    private readonly Dialect _dialect = scope.Dialect;

    // The text, in which full-width characters are replaced by their ASCII once reported.
    private readonly char[] _text = text.ToCharArray();
    private readonly ImmutableArray<Token>.Builder _tokens = ImmutableArray.CreateBuilder<Token>();
    private int _at;

    /// <summary>True when anything was unreadable.</summary>
    public bool Failed { get; private set; }

    public ImmutableArray<Token> Read()
    {
        while (SkipSpace()) Next();
        _tokens.Add(new Token(TokenKind.End, "", new TextSpan(text.Length, 0)));
        return _tokens.ToImmutable();
    }

    private char Char(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private bool SkipSpace()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF') _at++;
            else if (Char() == '/' && Char(1) == '/') SkipLine();
            else if (Char() == '/' && Char(1) == '*') SkipComment();
            else return true;
        }

        return false;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r')) _at++;
    }

    private void SkipComment()
    {
        var end = text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        if (end < 0) Error(DiagnosticCode.UnterminatedText, Messages.UnterminatedComment(), _at, 2);
        _at = end < 0 ? _text.Length : end + 2;
    }

    private void Next()
    {
        var start = _at;
        if (ReadUnusualName(start)) return;
        if (FullWidth.Ascii(Char()) is { } ascii)
        {
            if (ascii == "\"") ReadText(start, Closing(Char()));
            else if (Replace(ascii)) Add(TokenKind.Symbol, ascii, start);
            return;
        }

        if (IsLetter(out _)) ReadWord(start);
        else if (char.IsAsciiDigit(Char()) || (Char() == '.' && char.IsAsciiDigit(Char(1)))) ReadNumber(start);
        else if (Char() == '"') ReadText(start, "\"");
        else if (Char() == '@') ReadTemporal(start);
        else ReadSymbol(start);
    }

    /// <summary>A known name with characters that are no part of other words.</summary>
    private bool ReadUnusualName(int start)
    {
        foreach (var name in scope.UnusualNames)
        {
            if (!text.AsSpan(start).StartsWith(name, StringComparison.Ordinal)) continue;
            _at += name.Length;
            Add(TokenKind.Word, name, start);
            return true;
        }

        return false;
    }

    /// <summary>Reports a full-width character; true when its ASCII has several characters and is consumed, else it
    /// stands in the text from then on.</summary>
    private bool Replace(string ascii)
    {
        Report(_at, ascii);
        if (ascii.Length == 1) _text[_at] = ascii[0];
        else _at++;
        return ascii.Length > 1;
    }

    private bool IsLetter(out int length)
    {
        length = 1;
        if (Char() == '_') return true;
        if (char.IsLetter(Char())) return FullWidth.Ascii(Char()) is null;
        length = 2;
        return char.IsSurrogatePair(Char(), Char(1)) && (_dialect == Dialect.Dmn || Rune.IsLetter(new Rune(Char(), Char(1))));
    }

    private void ReadWord(int start)
    {
        while (_at < _text.Length)
        {
            if (FullWidth.Ascii(Char()) is { Length: 1 } ascii && char.IsAsciiLetterOrDigit(ascii[0])) Replace(ascii);
            if (IsLetter(out var length)) _at += length;
            else if (char.IsAsciiDigit(Char())) _at++;
            else break;
        }

        Add(TokenKind.Word, new string(_text, start, _at - start), start);
    }

    private void ReadNumber(int start)
    {
        Digits();
        if (Char() == '.' && char.IsAsciiDigit(Char(1)))
        {
            _at++;
            Digits();
        }

        if (_dialect == Dialect.Dmn && Char() is 'e' or 'E') Exponent();
        var letters = IsLetter(out _);
        while (char.IsAsciiDigit(Char()) || IsLetter(out _)) _at++;
        var digits = new string(_text, start, _at - start);
        var value = Value.Null;
        if (letters || !Numbers.TryRead(digits, _dialect, out var number))
            Error(DiagnosticCode.InvalidNumber, Messages.InvalidNumber(digits), start, _at - start);
        else value = Value.Number(number);
        _tokens.Add(new Token(value.IsNull ? TokenKind.Bad : TokenKind.Number, digits, Span(start)) { Value = value });
    }

    private void Exponent()
    {
        var sign = Char(1) is '+' or '-' ? 2 : 1;
        if (!char.IsAsciiDigit(Char(sign))) return;
        _at += sign;
        Digits();
    }

    private void Digits()
    {
        for (; _at < _text.Length; _at++)
        {
            if (FullWidth.Ascii(Char()) is { Length: 1 } ascii && char.IsAsciiDigit(ascii[0])) Replace(ascii);
            if (!char.IsAsciiDigit(Char())) return;
        }
    }

    private void ReadText(int start, string closing)
    {
        if (closing != "\"") Report(_at, "\"");
        var (content, closed) = ReadQuoted(closing);
        if (!closed) Unterminated(start);
        if (closed && text[_at - 1] != '"') Report(_at - 1, "\"");
        Add(closed ? TokenKind.Text : TokenKind.Bad, content, start);
    }

    private void ReadTemporal(int start)
    {
        _at++;
        if (Char() != '"')
        {
            Error(DiagnosticCode.UnexpectedCharacter, Messages.UnexpectedCharacter("@"), start, 1);
            return;
        }

        var (content, closed) = ReadQuoted("\"");
        if (!closed) Unterminated(start);
        var value = closed ? Temporals.Parse(content, _dialect) : Value.Null;
        if (closed && value.IsNull)
            Error(DiagnosticCode.InvalidTemporal, Messages.InvalidTemporal(Texts.Cut(content, 40)), start, _at - start);
        var kind = value.IsNull ? TokenKind.Bad : TokenKind.Temporal;
        _tokens.Add(new Token(kind, content, Span(start)) { Value = value });
    }

    private (string Content, bool Closed) ReadQuoted(string closing)
    {
        _at++;
        var content = new StringBuilder();
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (closing.Contains(c, StringComparison.Ordinal))
            {
                _at++;
                return (content.ToString(), true);
            }

            if (c == '\\') ReadEscape(content);
            else content.Append(_text[_at++]);
        }

        return (content.ToString(), false);
    }

    private void ReadEscape(StringBuilder content)
    {
        var start = _at++;
        var escape = Char();
        _at = Math.Min(_at + (char.IsSurrogatePair(escape, Char(1)) ? 2 : 1), _text.Length);
        var plain = escape switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '"' or '\'' or '\\' => escape.ToString(),
            _ when _dialect == Dialect.Dmn && escape is not ('u' or 'U') => text[start.._at],
            _ => null,
        };
        if (escape is 'u' or 'U') plain = ReadCodePoint(escape == 'u' ? 4 : 6);
        if (plain is null)
            Error(DiagnosticCode.InvalidEscape, Messages.InvalidEscape(text[start.._at]), start, _at - start);
        else content.Append(plain);
    }

    /// <summary>The characters of <c>\u</c> or <c>\U</c>; two <c>\u</c> may make a surrogate pair. Null when there are
    /// none.</summary>
    private string? ReadCodePoint(int digits)
    {
        if (!Hex(digits, out var code)) return null;
        if (code <= 0xFFFF && char.IsHighSurrogate((char)code) && Char() == '\\' && Char(1) == 'u')
        {
            _at += 2;
            return Hex(4, out var low) && char.IsLowSurrogate((char)low) ? new string([(char)code, (char)low]) : null;
        }

        return Rune.IsValid(code) ? new Rune(code).ToString() : null;
    }

    private bool Hex(int digits, out int code)
    {
        var length = 0;
        while (length < digits && char.IsAsciiHexDigit(Char(length))) length++;
        var ok = int.TryParse(_text.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out code);
        _at += length;
        return ok && length == digits;
    }

    private void ReadSymbol(int start)
    {
        var rest = _text.AsSpan(_at);
        if (!rest.StartsWith("!=", StringComparison.Ordinal) && ReadForeign(start, rest)) return;
        foreach (var symbol in Symbols)
        {
            if (!rest.StartsWith(symbol, StringComparison.Ordinal)) continue;
            _at += symbol.Length;
            Add(TokenKind.Symbol, symbol, start);
            return;
        }

        _at += char.IsSurrogatePair(Char(), Char(1)) ? 2 : 1;
        var unknown = text[start.._at];
        var message = unknown == "'" ? Messages.SingleQuote() : Messages.UnexpectedCharacter(unknown);
        Error(DiagnosticCode.UnexpectedCharacter, message, start, _at - start);
    }

    private bool ReadForeign(int start, ReadOnlySpan<char> rest)
    {
        foreach (var (found, feel) in Foreign)
        {
            if (!rest.StartsWith(found, StringComparison.Ordinal) || (found == "<>" && _dialect == Dialect.Dmn)) continue;
            _at += found.Length;
            Error(DiagnosticCode.ForeignOperator, Messages.Foreign(found, feel), start, found.Length);
            var word = char.IsLetter(feel[0]);
            Add(feel.EndsWith(')') ? TokenKind.Bad : word ? TokenKind.Word : TokenKind.Symbol, feel, start);
            return true;
        }

        return false;
    }

    private static string Closing(char opening) => opening switch
    {
        '「' => "」\"",
        '『' => "』\"",
        '‘' or '’' => "’‘\"",
        _ => "”“„＂\"",
    };

    private void Report(int at, string ascii) =>
        Error(DiagnosticCode.FullWidthCharacter, Messages.FullWidth(text[at].ToString(), ascii), at, 1);

    private void Unterminated(int start) =>
        Error(DiagnosticCode.UnterminatedText, Messages.Unterminated(Texts.Cut(text[start..], 40)), start,
            _text.Length - start);

    private TextSpan Span(int start) => new(start, _at - start);

    private void Add(TokenKind kind, string content, int start) => _tokens.Add(new Token(kind, content, Span(start)));

    private void Error(string code, LocalizedText message, int start, int length)
    {
        Failed = true;
        reporter.Error(code, message, new TextSpan(start, length));
    }
}
