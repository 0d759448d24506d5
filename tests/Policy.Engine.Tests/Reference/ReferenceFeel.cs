using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Policy.Engine.Tests.Reference;

/// <summary>FEEL as chapter 10 of DMN 1.5 has it, as far as the generated documents go: it reads the text and evaluates
/// while reading, with three-valued logic and nothing compiled.</summary>
internal sealed partial class ReferenceFeel
{
    private static readonly string[] Functions =
    [
        "starts with", "ends with", "contains", "string length", "upper case", "lower case", "list contains",
        "sum", "count", "min", "max", "abs", "floor", "ceiling", "not", "date and time", "date", "duration", "modulo",
    ];

    private readonly List<string> _tokens;
    private readonly ReferenceScope _around;
    private int _at;

    // False while the text of a branch not taken is read: it must have no effect.
    private bool _live = true;

    private ReferenceFeel(string text, ReferenceScope around)
    {
        _tokens = [.. Token().Matches(text).Select(m => m.Value)];
        _around = around;
    }

    private string? Now => _at < _tokens.Count ? _tokens[_at] : null;

    public static object? Evaluate(string text, ReferenceScope around)
    {
        var reading = new ReferenceFeel(text, around);
        var value = reading.Expression();
        return reading.Now is null ? value
            : throw new InvalidOperationException($"`{text}` goes on with `{reading.Now}`.");
    }

    /// <summary>DMN 1.5, 7.3.3 and 10.3.2.9: does a cell hold for a value? Null: neither true nor false.</summary>
    public static bool? Test(string cell, object? value, ReferenceScope around)
    {
        if (cell.Trim() is "" or "-") return true;
        around.Input = value;
        var reading = new ReferenceFeel(cell, around);
        var negated = cell.StartsWith("not(", StringComparison.Ordinal)
            && reading.Closes(1) == reading._tokens.Count - 1;
        if (negated) reading._at = 2;
        bool? any = false;
        do any = Or(any, reading.UnaryTest());
        while (reading.Take(","));
        if (negated) reading.Expect(")");
        if (reading.Now is not null) throw new InvalidOperationException($"`{cell}` goes on with `{reading.Now}`.");
        return negated ? !any : any;
    }

    /// <summary>Is a cell more than a set of values: does it read other fields, or compute with what it tests? Such cells
    /// are tested last.</summary>
    public static bool IsCondition(string cell) => Token().Matches(cell).Select(m => m.Value).Any(t => t switch
    {
        "*" or "contains" or "ends with" or "string length" => true,
        "and" or "or" or "in" or "between" or "true" or "false" or "null" => false,
        _ => char.IsLetter(t[0]) && !Functions.Contains(t),
    });

    private bool? UnaryTest()
    {
        var start = _at;
        if (Now is "<" or "<=" or ">" or ">=" or "=" or "!=" && Token(_at) is { } op)
        {
            _at++;
            return Ordered(op, _around.Input, Sum());
        }

        if (Interval() is { } contains) return contains(_around.Input);
        var value = Expression();
        if (_tokens[start.._at].Contains("?")) return value as bool?;
        return value is List<object?> list ? list.Any(i => Plain.Same(i, _around.Input))
            : Plain.Same(value, _around.Input);
    }

    private Func<object?, bool?>? Interval()
    {
        var start = _at;
        var open = Now is "(" or "]";
        if (!open && Now != "[") return null;
        if (!_tokens[_at.._tokens.Count].Contains("..")) return null;
        _at++;
        var low = Sum();
        if (!Take(".."))
        {
            _at = start;
            return null;
        }

        var high = Sum();
        var close = _tokens[_at++];
        return value => And(
            Ordered(open ? ">" : ">=", value, low),
            Ordered(close is ")" or "[" ? "<" : "<=", value, high));
    }

    private object? Expression()
    {
        if (Take("if"))
        {
            var test = Expression();
            Expect("then");
            var then = When(test is true, Expression);
            Expect("else");
            var otherwise = When(test is not true, Expression);
            return test is true ? then : otherwise;
        }

        if (Now is "some" or "every") return Quantified(_tokens[_at++]);
        var left = Conjunction();
        while (Take("or")) left = Or(left as bool?, Conjunction() as bool?);
        return left;
    }

    private object? When(bool live, Func<object?> read)
    {
        var outer = _live;
        _live = outer && live;
        var value = read();
        _live = outer;
        return value;
    }

    private object? Quantified(string kind)
    {
        var name = _tokens[_at++];
        Expect("in");
        var list = Sum() as List<object?>;
        Expect("satisfies");
        var body = string.Join(' ', _tokens[_at..]);
        _at = _tokens.Count;
        if (list is null) return null;
        bool? result = kind == "every";
        foreach (var item in list)
        {
            var inner = _around.With(name, item);
            var holds = Evaluate(body, inner) as bool?;
            if (inner.Faulted && _live) _around.Faulted = true;
            result = kind == "every" ? And(result, holds) : Or(result, holds);
        }

        return result;
    }

    private object? Conjunction()
    {
        var left = Comparison();
        while (Take("and")) left = And(left as bool?, Comparison() as bool?);
        return left;
    }

    private object? Comparison()
    {
        var left = Sum();
        switch (Now)
        {
            case "=" or "!=" or "<" or "<=" or ">" or ">=":
                var op = _tokens[_at++];
                return Ordered(op, left, Sum());
            case "between":
                _at++;
                var low = Sum();
                Expect("and");
                return And(Ordered(">=", left, low), Ordered("<=", left, Sum()));
            case "in":
                _at++;
                return In(left);
            default: return left;
        }
    }

    private object? In(object? left)
    {
        var outer = _around.Input;
        _around.Input = left;
        bool? any = false;
        if (Interval() is { } contains)
        {
            any = contains(left);
        }
        else
        {
            Expect("(");
            do any = Or(any, UnaryTest());
            while (Take(","));
            Expect(")");
        }

        _around.Input = outer;
        return any;
    }

    private object? Sum()
    {
        var left = Product();
        while (Now is "+" or "-")
        {
            var op = _tokens[_at++];
            left = (left, Product()) switch
            {
                (decimal a, decimal b) => op == "+" ? a + b : a - b,
                (string a, string b) when op == "+" => a + b,
                _ => null,
            };
        }

        return left;
    }

    private object? Product()
    {
        var left = Factor();
        while (Now is "*" or "/")
        {
            var op = _tokens[_at++];
            left = (left, Factor()) switch
            {
                (decimal a, decimal b) when op == "*" => a * b,
                (decimal, 0m) => Fault(),
                (decimal a, decimal b) => a / b,
                _ => null,
            };
        }

        return left;
    }

    private object? Factor()
    {
        if (Take("-")) return Factor() is decimal number ? -number : null;
        var value = Primary();
        while (Take(".")) value = Member(value, _tokens[_at++]);
        return value;
    }

    // A member of a list is the list of the members.
    private static object? Member(object? value, string name) => value switch
    {
        Dictionary<string, object?> members => members[name],
        List<object?> list => list.Select(i => Member(i, name)).ToList(),
        _ => null,
    };

    private object? Primary()
    {
        var token = _tokens[_at++];
        switch (token)
        {
            case "true": return true;
            case "false": return false;
            case "null": return null;
            case "?": return _around.Input;
            case "(":
                var inner = Expression();
                Expect(")");
                return inner;
            case "[":
                var list = Now == "]" ? [] : Arguments("]");
                if (list.Count == 0) Expect("]");
                return list;
            case { } when token[0] == '"': return Regex.Unescape(token[1..^1]);
            case { } when char.IsDigit(token[0]): return decimal.Parse(token, CultureInfo.InvariantCulture);
            case { } when Functions.Contains(token) && Now == "(":
                _at++;
                return Call(token, Arguments(")"));
            default: return _around[token!];
        }
    }

    private List<object?> Arguments(string end)
    {
        var arguments = new List<object?>();
        do arguments.Add(Expression());
        while (Take(","));
        Expect(end);
        return arguments;
    }

    private static object? Call(string name, List<object?> a) => (name, a.Select(Plain.Bare).ToArray()) switch
    {
        ("starts with", [string x, string y]) => x.StartsWith(y, StringComparison.Ordinal),
        ("ends with", [string x, string y]) => x.EndsWith(y, StringComparison.Ordinal),
        ("contains", [string x, string y]) => x.Contains(y, StringComparison.Ordinal),
        ("string length", [string x]) => (decimal)x.EnumerateRunes().Count(),
        ("upper case", [string x]) => x.ToUpperInvariant(),
        ("lower case", [string x]) => x.ToLowerInvariant(),
        ("list contains", [List<object?> x, var y]) => x.Any(i => Plain.Same(i, y)),
        ("count", [List<object?> x]) => (decimal)x.Count,
        ("sum", [List<object?> x]) => x.Count == 0 || x.Contains(null) ? null : x.Sum(i => (decimal)i!),
        ("min", [List<object?> x]) => x.Count == 0 || x.Contains(null) ? null : x.Min(i => (decimal)i!),
        ("max", [List<object?> x]) => x.Count == 0 || x.Contains(null) ? null : x.Max(i => (decimal)i!),
        ("abs", [decimal x]) => Math.Abs(x),
        ("floor", [decimal x]) => Math.Floor(x),
        ("ceiling", [decimal x]) => Math.Ceiling(x),
        ("not", [bool x]) => !x,
        ("date", [string x]) => DateOnly.ParseExact(x, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        ("date and time", [string x]) => DateTimeOffset.Parse(x, CultureInfo.InvariantCulture),
        ("duration", [string x]) => XmlConvert.ToTimeSpan(x),
        _ => null,
    };

    private static bool? Ordered(string op, object? one, object? other)
    {
        if (op == "=") return Plain.Same(one, other);
        if (op == "!=") return !Plain.Same(one, other);
        return (op, Plain.Compare(one, other)) switch
        {
            (_, null) => null,
            ("<", var order) => order < 0,
            ("<=", var order) => order <= 0,
            (">", var order) => order > 0,
            (_, var order) => order >= 0,
        };
    }

    private static bool? And(bool? one, bool? other) =>
        one == false || other == false ? false : one is null || other is null ? null : true;

    private static bool? Or(bool? one, bool? other) =>
        one == true || other == true ? true : one is null || other is null ? null : false;

    private object? Fault()
    {
        if (_live) _around.Faulted = true;
        return null;
    }

    private string? Token(int at) => at < _tokens.Count ? _tokens[at] : null;

    /// <summary>Where the parenthesis at a position is closed.</summary>
    private int Closes(int open)
    {
        for (var (at, depth) = (open, 0); at < _tokens.Count; at++)
        {
            if (_tokens[at] is "(" or "[") depth++;
            else if (_tokens[at] is ")" or "]" && --depth == 0) return at;
        }

        return -1;
    }

    private bool Take(string token)
    {
        if (Now != token) return false;
        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token)) throw new InvalidOperationException($"Expected `{token}`, found `{Now}`.");
    }

    [GeneratedRegex(
        "\"(?:[^\"\\\\]|\\\\.)*\"|\\d+(?:\\.\\d+)?|starts with|ends with|string length|upper case|lower case|list contains|date and time"
        + @"|[\p{L}_][\p{L}\p{N}_]*|\.\.|<=|>=|!=|\S",
        RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
