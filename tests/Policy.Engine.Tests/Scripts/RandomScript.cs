using System.Text;

namespace Policy.Engine.Tests.Scripts;

/// <summary>Writes random programs of the script language, mostly well typed and now and then not, with values at the edges
/// of numbers and texts. The same seed gives the same program.</summary>
internal sealed class RandomScript(int seed)
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "3", "7", "0.1", "0.2", "0.5", "-1.5", "2.5", "100", "1e3", "1e21", "1e-7", "123456789.125",
        "9007199254740991", "9007199254740992", "9007199254740993", "4294967296", "2147483648", "-2147483649", "1.005", "1e300",
        "5e-324", "NaN", "Infinity", "-Infinity", "facts.value", "facts.weight",
    ];

    private static readonly string[] Texts =
    [
        "''", "'a'", "'b'", "'ab'", "'abc'", "'B'", "'0'", "'1'", "'-1'", "' 12 '", "'0x1F'", "'1e3'", "'1e21'", "'.5'", "'-0'",
        "'NaN'", "'Infinity'", "'\\ud800'", "'\\ud83d\\ude00'", "'中文'", "'é'", "'İ'", "'ß'", "'\\u00a0x\\ufeff'", "'null'", "'a,b,a'",
        "(facts.hs ?? '')", "(facts.grade || 'C')", "`${facts.country}`", "(facts.day ?? '-')", "String(facts.age)",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _source = new();
    private readonly List<(string Name, char Kind, bool Constant)> _names = [];
    private int _made;
    private int _depth;

    public static string Source(int seed) => new RandomScript(seed).Write();

    /// <summary>Facts of the sample type.</summary>
    public static string Facts(int seed)
    {
        var random = new Random(seed);
        string Pick(params string[] of) => of[random.Next(of.Length)];
        var members = new List<string>();
        void Maybe(string name, string value)
        {
            if (random.Next(4) > 0) members.Add($"\"{name}\":{value}");
        }

        string Number() => Pick("0", "1", "-1", "2", "0.1", "0.2", "0.3", "1.005", "9007199254740993", "123456.789", "0.0000001", "1e20");
        string Text() => Pick("\"\"", "\"a\"", "\"b\"", "\"abc\"", "\"10\"", "\"9\"", "\"中\"", "\" 1 \"");
        Maybe("hs", Text());
        Maybe("value", Number());
        Maybe("weight", Number());
        Maybe("grade", Pick("\"AA\"", "\"B\"", "\"C\""));
        Maybe("country", Text());
        Maybe("licensed", Pick("true", "false"));
        Maybe("day", "\"2026-11-11\"");
        Maybe("age", Pick("\"P30D\"", "\"PT1H\""));
        Maybe("tags", $"[{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => Text()))}]");
        Maybe("sizes", $"[{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => Number()))}]");
        Maybe("buyer", Pick("{}", "{\"name\":\"x\"}", "{\"name\":\"y\",\"home\":{\"city\":\"杭州\"}}"));
        string Good() => $"{{{string.Join(',', new[] { $"\"qty\":{Number()}", $"\"name\":{Text()}", "\"fragile\":true" }.Where(_ => random.Next(3) > 0))}}}";
        Maybe("goods", $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Good()))}]");
        Maybe("extra", Pick("{}", "{\"n\":1,\"list\":[1,\"a\",null,{\"n\":2}]}", "{\"n\":\"2\",\"b\":true}", "{\"n\":\"2\",\"list\":[]}", "{\"b\":1,\"10\":2}"));
        return $"{{{string.Join(',', members)}}}";
    }

    private string Write()
    {
        _source.Append("""
            const RATES = { a: 1, b: 2.5, 'c d': -3, n: null }, LEVELS = [10, 20, 'x', true], LIMIT = 3 * 0.1;
            const show = v => typeof v === 'number' && v !== v ? 'NaN' : v === Infinity ? 'inf' : v === -Infinity ? '-inf'
              : v === 0 && 1 / v < 0 ? '-0' : v === undefined ? 'undef' : typeof v === 'function' ? 'f' : v;
            function twice(x, y = 2) { return x * y; }
            function pick(list, key) { for (const x of list) if (x === key) return x; return null; }
            function down(n) { return n > 0 ? down(n - 1) + 1 : 0; }
            function decide(facts) {

            """);
        for (var i = 0; i < 3; i++) Let("nta"[i]);
        var count = 2 + _random.Next(7);
        for (var i = 0; i < count; i++) Statement();
        var shown = _names.Where(n => n.Kind != 'f').Select(n => n.Kind is 'l' or 'o' ? $"typeof {n.Name} + {n.Name}?.length" : n.Name)
            .Append(Expression('a')).Append(Expression("ntb"[_random.Next(3)]));
        Line($"return {{ x: [{string.Join(", ", shown.Select(s => $"show({s})"))}] }};\n}}");
        return _source.ToString();
    }

    private void Statement()
    {
        _depth++;
        var before = _names.Count;
        switch (_random.Next(_depth > 4 ? 5 : 18))
        {
            case 0 or 1 or 2 or 3: Let("nntbaalof"[_random.Next(9)]); _depth--; return;
            case 4 or 5 or 6: Assign(); break;
            case 7: Line($"if ({Expression('b')}) {{"); Body(); Line("} else {"); Body(); Line("}"); break;
            case 8:
                var i = Name('n', true);
                Line($"for (let {i} = 0; {i} < {_random.Next(6)}; {i}++) {{");
                Body();
                if (_random.Next(3) == 0) Line($"if ({Expression('b')}) {(_random.Next(2) == 0 ? "break" : "continue")};");
                Body();
                Line("}");
                break;
            case 9:
                var list = Pick("facts.goods ?? []", "facts.tags || []", "LEVELS", Expression('l'));
                Line($"for (const {Name('a', true)} of {list}) {{"); Body(); Line("}");
                break;
            case 10: Line($"for (const {{ qty, name: {Name('t', true)} = 'none' }} of facts.goods ?? []) {{"); Body(); Line("}"); break;
            case 11:
                Line($"switch ({Expression('a')}) {{");
                foreach (var _ in Enumerable.Range(0, 2 + _random.Next(2)))
                {
                    Line($"case {Expression("nta"[_random.Next(3)])}:");
                    Assign();
                    if (_random.Next(2) == 0) Line("break;");
                }

                Line("default:"); Assign(); Line("}");
                break;
            case 12:
                var w = Name('n', true);
                Line($"let {w} = 0; while ({w} < {_random.Next(5)}) {{ {w}++;"); Body(); Line("}");
                break;
            case 13: Line($"if ({Expression('b')}) return {{ x: [{Expression("ntb"[_random.Next(3)])}] }};"); break;
            case 14 when Known('l') is { } l: Line($"{l}.push({Expression('a')});"); break;
            case 15 when Known('o') is { } o: Line($"{o}.{Pick("p", "q")} {Pick("=", "+=")} {Expression('a')};"); break;
            case 16: Line($"{{"); Body(); Line("}"); break;
            default: Line($"{Expression('a')};"); break;
        }

        _depth--;
        _names.RemoveRange(before, _names.Count - before);
    }

    private void Body()
    {
        var before = _names.Count;
        foreach (var _ in Enumerable.Range(0, 1 + _random.Next(2))) Statement();
        _names.RemoveRange(before, _names.Count - before);
    }

    private void Let(char kind)
    {
        var constant = _random.Next(3) == 0;
        var value = kind == 'f'
            ? $"(p, q) => {{ {Pick("", "if (p) return q; ")}return {Pick("p + q", "p", "q ?? p", $"p * {Pick(Numbers)}")}; }}"
            : Expression(kind);
        Line($"{(constant ? "const" : "let")} {Name(kind, constant)} = {value};");
    }

    private void Assign()
    {
        var free = _names.Where(n => !n.Constant && n.Kind is 'n' or 't' or 'b' or 'a').ToArray();
        if (free.Length == 0) return;
        var (name, kind, _) = free[_random.Next(free.Length)];
        var op = kind == 'n' ? Pick("=", "+=", "-=", "*=", "/=", "%=") : kind == 't' ? Pick("=", "+=") : Pick("=", $"= {name} ??", $"= {name} ||", $"= {name} &&");
        Line(kind == 'n' && _random.Next(4) == 0 ? $"{name}++;" : $"{name} {op} ({Expression(kind)});");
    }

    private string Expression(char kind)
    {
        if (kind is 'n' or 't' or 'b' && _random.Next(30) == 0) return kind == 't' ? $"String({Expression('a')})" : $"({Expression('a')})";
        if (++_depth > 5)
        {
            _depth--;
            return Leaf(kind);
        }

        var written = kind switch
        {
            'n' => Number(),
            't' => Text(),
            'b' => Truth(),
            'l' => List(),
            'o' => $"{{ p: {Expression('a')}, q: {Expression('n')} }}",
            _ => _random.Next(8) switch
            {
                0 => Pick("null", "undefined", "facts.licensed", "facts.buyer?.name", "facts.buyer?.home?.city", "facts.extra?.n",
                    "facts.extra?.list?.[2]", "facts.goods?.[0]?.qty", "facts.sizes?.[1]", "RATES[facts.hs]", "LEVELS[2]", "facts.missing"),
                1 => $"(({Expression('a')}) {Pick("??", "||", "&&")} ({Expression('a')}))",
                2 => $"({Expression('b')} ? {Expression('n')} : {Expression('t')})",
                3 when Known('f') is { } f => $"{f}({Expression('n')}, {Expression('n')})",
                4 when Known('o') is { } o => $"{o}.{Pick("p", "q", "r")}",
                5 => $"{Expression('l')}[{Expression('n')}]",
                6 => $"{Expression('l')}.find(v => {Expression('b')})",
                _ => Expression("ntb"[_random.Next(3)]),
            },
        };
        _depth--;
        return written;
    }

    private string Number() => _random.Next(22) switch
    {
        0 or 1 or 2 => $"({Expression('n')} {Pick("+", "-", "*", "/", "%")} {Expression('n')})",
        3 => $"({Expression('a')} {Pick("-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>")} {Expression('a')})",
        4 => $"(+{Expression('a')})",
        5 => $"(-{Expression('n')})",
        6 => $"Math.{Pick("floor", "ceil", "round", "trunc", "sign", "abs", "sqrt")}({Expression('n')})",
        7 => $"Math.{Pick("max", "min")}({Expression('n')}, {Expression('a')})",
        8 => $"Math.{Pick("max", "min")}(...{Expression('l')})",
        9 => $"({Expression('t')}).length",
        10 => $"({Expression('t')}).{Pick("indexOf", "lastIndexOf")}({Expression('t')})",
        11 => $"Number({Expression('a')})",
        12 => $"{Pick("parseFloat", "parseInt")}({Expression("nt"[_random.Next(2)])})",
        13 => $"{Expression('l')}.{Pick("indexOf", "lastIndexOf")}({Expression('a')})",
        14 => $"{Expression('l')}.reduce((s, v) => s + {Pick("v", "1", "v * 2")}, {Expression('n')})",
        15 => $"(facts.goods ?? []).reduce((s, g) => s + g.qty, 0)",
        16 => $"twice({Expression('n')}{Pick("", ", 3")})",
        17 => $"down({_random.Next(12)})",
        18 => $"({Expression('t')}).charCodeAt({Expression('n')})",
        19 => $"{Expression('l')}.{Pick("length", "findIndex(v => v === 1)", "filter(v => v).length")}",
        20 => $"(({Expression('n')}) ** {Expression('n')})",
        _ => Leaf('n'),
    };

    private string Text() => _random.Next(16) switch
    {
        0 or 1 => $"({Expression('t')} + {Expression('a')})",
        2 => $"`<${{{Expression('a')}}}|${{{Expression('n')}}}>`",
        3 => $"String({Expression('a')})",
        4 => $"({Expression('t')}).{Pick("slice", "substring")}({Expression('n')}{Pick("", ", 3", ", -1")})",
        5 => $"({Expression('t')}).{Pick("toUpperCase", "toLowerCase", "trim", "trimStart", "trimEnd", "toString")}()",
        6 => $"({Expression('t')}).{Pick("padStart", "padEnd")}({_random.Next(9)}{Pick("", ", '0'", ", 'xy'")})",
        7 => $"({Expression('t')}).{Pick("replace", "replaceAll")}({Expression('t')}, {(_random.Next(12) == 0 ? "'$&'" : Pick("'z'", "''", "'yy'"))})",
        8 => $"({Expression('n')}).toFixed({_random.Next(4)})",
        9 => $"{Expression('l')}.join({Pick("", "'-'", "''")})",
        10 => $"typeof {Pick("facts", "show", "null")}",
        11 => $"typeof ({Expression('a')})",
        12 => $"({Expression('t')}).{Pick("charAt", "at", "repeat")}({_random.Next(3)})",
        13 => $"Object.{Pick("keys", "values")}({Pick("RATES", "facts.extra ?? {}", "facts.buyer ?? RATES", "{ b: 1, a: 2 }")}).join('|')",
        _ => Leaf('t'),
    };

    private string Truth() => _random.Next(14) switch
    {
        0 or 1 => $"({Expression('n')} {Pick("<", "<=", ">", ">=")} {Expression('n')})",
        2 => $"({Expression('a')} {Pick("<", "<=", ">", ">=")} {Expression('a')})",
        3 or 4 => $"({Expression('a')} {Pick("===", "!==", "==", "!=")} {Expression('a')})",
        5 => $"!{Expression('a')}",
        6 => $"({Expression('b')} {Pick("&&", "||")} {Expression('b')})",
        7 => $"({Expression('t')}).{Pick("includes", "startsWith", "endsWith")}({Expression('t')})",
        8 => $"{Expression('l')}.includes({Expression('a')})",
        9 => $"{Expression('l')}.{Pick("some", "every")}(v => v {Pick("> 1", "=== 'a'", "!= null")})",
        10 => $"Number.{Pick("isInteger", "isFinite", "isNaN", "isSafeInteger")}({Expression('a')})",
        11 => $"{Pick("isNaN", "isFinite", "Boolean")}({Expression('a')})",
        12 => $"(facts.goods || []).some(({{ qty, fragile }}) => fragile && qty > {Pick(Numbers)})",
        _ => Pick("true", "false", "facts.licensed === true"),
    };

    private string List() => _random.Next(12) switch
    {
        0 or 1 => $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Expression('a')))}]",
        2 => "(facts.sizes ?? [])",
        3 => "(facts.tags || [])",
        4 => $"{Expression('l')}.map((v, i) => {Pick("v", "i", "v + 1", "`${v}`", "twice(v)")})",
        5 => $"{Expression('l')}.filter(v => v {Pick("> 0", "!== 'a'", "!= null")})",
        6 => $"[...{Expression('l')}, {Expression('n')}]",
        7 => $"{Expression('l')}.{Pick("slice(1)", "slice(-2)", "slice(0, 2)", "concat([1])", "flat()", "slice().reverse()")}",
        8 => $"{Expression('l')}.slice().sort({Pick("", "(a, b) => a - b", "(a, b) => b - a", "(a, b) => (a < b ? -1 : 1)", "(a, b) => a > b")})",
        9 => $"({Expression('t')}).split({Pick("','", "''", "'a'")})",
        10 when Known('l') is { } l => l,
        _ => Pick("LEVELS", "[1, 2, 3]", "['b', 'a']", "[10, 9, 1, NaN]", "[]"),
    };

    private string Leaf(char kind) => Known(kind) is { } known && _random.Next(2) == 0 ? known : kind switch
    {
        'n' => Pick(Numbers) is var n && n[0] == '-' ? $"({n})" : n,
        't' => Pick(Texts),
        'b' => Pick("true", "false", "facts.licensed"),
        'l' => Pick("[1, 'a', null]", "[]", "LEVELS"),
        'o' => "{ p: 1, q: 'z' }",
        'f' => "twice",
        _ => Pick("null", "undefined", "1", "'a'", "true", "facts.value", "facts.hs", "LIMIT"),
    };

    private string? Known(char kind)
    {
        var names = _names.Where(n => n.Kind == kind).ToArray();
        return names.Length == 0 ? null : names[_random.Next(names.Length)].Name;
    }

    private string Name(char kind, bool constant)
    {
        var name = $"{kind}{_made++}";
        _names.Add((name, kind, constant));
        return name;
    }

    private string Pick(params string[] of) => of[_random.Next(of.Length)];

    private void Line(string text) => _source.Append(text).Append('\n');
}
