using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Regions;

/// <summary>Reads the plain cells of a column, which nearly all cells are, straight from text to set: literals, comparisons and
/// intervals of literals, <c>starts with</c>, lists of these and <c>not(…)</c>. The grammar stays the authority: whatever
/// is not plain, or has anything to report, is left to it.</summary>
internal sealed class PlainCells
{
    private const string StartsWith = "starts with";
    private const string Not = "not";

    private readonly Axis _axis;
    private readonly bool _readsPrefixes;

    // What has been read of the cell so far.
    private readonly List<Interval> _intervals = [];
    private bool _hasNull;
    private bool _hasOrder;
    private string _text = "";
    private int _at;

    private PlainCells(Axis axis, bool readsPrefixes) => (_axis, _readsPrefixes) = (axis, readsPrefixes);

    /// <summary>A reader for cells that test values of a type; null when none of them is plain.</summary>
    public static PlainCells? For(DataType input, Scope scope) =>
        scope.Dialect == Dialect.Policy && Axis.Of(input) is { } axis
            ? new PlainCells(axis, axis.Kind == ValueKind.Text && axis.Values.IsEmpty && scope.FindKnown(StartsWith) is null)
            : null;

    /// <summary>The set of a cell, as <see cref="CellSets"/> gives it; null when the cell is not plain.</summary>
    public ValueSet? Read(string text)
    {
        if (text.Length > Limits.ExpressionLength) return null;
        _intervals.Clear();
        (_text, _at, _hasNull, _hasOrder) = (text, 0, false, false);
        if (IsAny()) return ValueSet.All(_axis);
        _at = 0;
        var negated = Skip(Not) && Skip('(');
        if (!negated) _at = 0;
        do
        {
            if (!ReadTest()) return null;
        }
        while (Skip(','));
        if ((negated && !Skip(')')) || !IsAtEnd() || Texts.IllFormed(text) >= 0) return null;

        // Absence is neither in a cell that compares by order nor in its negation.
        return negated
            ? ValueSet.Of(_axis, _intervals, _hasNull || _hasOrder).Complement()
            : ValueSet.Of(_axis, _intervals, _hasNull);
    }

    /// <summary>What the test of the cell that was read last gives for an absent value.</summary>
    /// <param name="set">Its set.</param>
    public bool? HoldsForNull(ValueSet set) => set.HasNull ? true : _hasOrder && !_hasNull ? null : false;

    private bool IsAny()
    {
        if (Next() == '-') _at++;
        return IsAtEnd();
    }

    private bool IsAtEnd() => Next() == '\0' && _at == _text.Length;

    private bool ReadTest()
    {
        switch (Next())
        {
            case '<' or '>' or '=' or '!':
                return ReadComparison();
            case '[' or ']' or '(':
                return ReadInterval();
            case 'n' when Skip("null"):
                return _hasNull = true;
            case 's' when _readsPrefixes && Skip(StartsWith):
                if (!Skip('(') || !Skip('?') || !Skip(',') || !TryText(out var prefix) || !Skip(')')) return false;
                _hasOrder = true;
                return Add(ValueSet.WithPrefix(_axis, prefix));
            default:
                return TryValue(out var value) && Add(new Interval(_axis.Before(value), _axis.After(value)));
        }
    }

    private bool ReadComparison()
    {
        var op = _text[_at++];
        var orEqual = op != '=' && _at < _text.Length && _text[_at] == '=';
        if (orEqual) _at++;
        if (!TryValue(out var value)) return false;
        var (before, after) = (_axis.Before(value), _axis.After(value));
        switch (op)
        {
            case '=':
                return Add(new Interval(before, after));
            case '!':
                _hasNull = true;
                return orEqual && Add(new Interval(Cut.Lowest, before)) && Add(new Interval(after, Cut.Highest));
            default:
                _hasOrder = true;
                return _axis.Kind != ValueKind.Boolean
                    && Add(op == '<' ? new Interval(Cut.Lowest, orEqual ? after : before) : new Interval(orEqual ? before : after, Cut.Highest));
        }
    }

    private bool ReadInterval()
    {
        var lowIncluded = _text[_at++] == '[';
        if (!TryValue(out var low) || !Skip('.') || _at == _text.Length || _text[_at++] != '.' || !TryValue(out var high)) return false;
        var end = Next();
        if (end is not (']' or ')' or '[') || _axis.Kind == ValueKind.Boolean) return false;
        _at++;
        _hasOrder = true;
        var highIncluded = end == ']';

        // An interval without any value is worth a warning.
        if (_axis.Compare(low, high) is var order && (order > 0 || (order == 0 && !(lowIncluded && highIncluded)))) return false;
        return Add(new Interval(lowIncluded ? _axis.Before(low) : _axis.After(low), highIncluded ? _axis.After(high) : _axis.Before(high)));
    }

    private bool Add(Interval interval)
    {
        if (_axis.Compare(interval.From, interval.To) < 0) _intervals.Add(interval);
        return true;
    }

    /// <summary>Reads a literal whose value lies on the axis.</summary>
    private bool TryValue(out Value value)
    {
        value = Next() switch
        {
            '"' => TryText(out var text) ? Value.Text(text) : Value.Null,
            '@' => Skip("@") && _at < _text.Length && _text[_at] == '"' && TryText(out var text) ? Temporals.Parse(text, Dialect.Policy) : Value.Null,
            't' => Skip("true") ? Value.True : Value.Null,
            'f' => Skip("false") ? Value.False : Value.Null,
            '-' => Skip('-') && TryNumber(out var number) ? Value.Number(-number) : Value.Null,
            _ => TryNumber(out var number) ? Value.Number(number) : Value.Null,
        };
        return _axis.Has(value);
    }

    private bool TryNumber(out decimal number)
    {
        _ = Next();
        var start = _at;
        SkipDigits();
        if (_at + 1 < _text.Length && _text[_at] == '.' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        number = 0;
        return _at > start && Numbers.TryRead(_text.AsSpan(start, _at - start), Dialect.Policy, out number);
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
    }

    /// <summary>Reads a text without escapes.</summary>
    private bool TryText(out string text)
    {
        text = "";
        if (!Skip('"')) return false;
        var length = _text.AsSpan(_at).IndexOfAny('"', '\\');
        if (length < 0 || _text[_at + length] == '\\') return false;
        text = _text.Substring(_at, length);
        _at += length + 1;
        return true;
    }

    /// <summary>The next character that is no space; '\0' at the end.</summary>
    private char Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Skip(char expected)
    {
        if (Next() != expected) return false;
        _at++;
        return true;
    }

    private bool Skip(string word)
    {
        _ = Next();
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }
}
