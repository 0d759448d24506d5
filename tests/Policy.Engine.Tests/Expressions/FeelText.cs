using CsCheck;

namespace Policy.Engine.Tests.Expressions;

/// <summary>Generators of expression texts: well-formed ones by the grammar, and soups of tokens and
/// characters.</summary>
internal static class FeelText
{
    private static readonly Gen<string> Number = Gen.OneOf("0", "1", "2", "5", "10.50", "0.001",
        "79228162514264337593543950335");

    private static readonly Gen<string> Leaf = Gen.OneOf(
        Number,
        Gen.OneOf(
            "n", "m", "s", "t", "b", "c", "day", "at", "span", "term", "grade", "goods", "numbers", "texts", "buyer",
                "extra", "any",
            "order value", "order", "true", "false", "null", "?", "\"A\"", "\"a\\\"b\"", "\"中\"", "\"\"",
                "@\"2026-01-31\"", "@\"10:00:00\"",
            "@\"2026-01-31T08:00:00+08:00\"", "@\"P1D\"", "@\"P1Y6M\"", "buyer.home.city", "goods.totalPrice", "[]",
                "{}", "unknown"));

    private static readonly Gen<string> Interval = Gen.Select(
        Gen.OneOf("[", "(", "]"), Leaf, Leaf, Gen.OneOf("]", ")", "[")).Select((l, a, b, r) => $"{l}{a}..{b}{r}");

    private static readonly Gen<string> Test = Gen.OneOf(
        Gen.Select(Gen.OneOf("<", "<=", ">", ">=", "=", "!="), Leaf).Select((op, e) => $"{op} {e}"), Interval, Leaf);

    public static readonly Gen<string> Expression = Gen.Recursive<string>((depth, deeper) => depth > 4
        ? Leaf
        : Gen.OneOf(
        Leaf,
        Gen.Select(deeper, Gen.OneOf("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or"), deeper)
            .Select((l, op, r) => $"{l} {op} {r}"),
        deeper.Select(e => $"({e})"),
        deeper.Select(e => $"-{e}"),
        deeper.Select(e => $"not({e})"),
        Gen.Select(deeper, deeper).Select((l, r) => $"{l}[{r}]"),
        Gen.Select(deeper, deeper).Select((l, r) => $"[{l}, {r}]"),
        Gen.Select(deeper, deeper).Select((l, r) => $"{{a: {l}, \"b c\": {r}}}"),
        Gen.Select(deeper, deeper, deeper).Select((a, b, c) => $"if {a} then {b} else {c}"),
        Gen.Select(deeper, deeper, deeper).Select((a, b, c) => $"{a} between {b} and {c}"),
        Gen.Select(deeper, Test).Select((e, t) => $"{e} in ({t})"),
        Gen.Select(deeper, Interval).Select((e, t) => $"{e} in {t}"),
        Gen.Select(deeper, deeper).Select((l, r) => $"for x in {l} return {r}"),
        Gen.Select(deeper, deeper, deeper).Select((a, b, c) => $"some x in {a}..{b}, y in x satisfies {c}"),
        Gen.Select(deeper, deeper).Select((l, r) => $"every x in {l} satisfies x = {r}"),
        deeper.Select(e => $"{e} instance of date and time"),
        deeper.Select(e => $"{e}.year"),
        deeper.Select(e => $"{e}.start included"),
        deeper.Select(e => $"{e} instance of list<context<a: number, b: Any>>"),
        deeper.Select(e => $"{e} instance of function<number, text> -> Any"),
        deeper.Select(e => $"(function(x, y: number) {e})"),
        Gen.Select(deeper, deeper).Select((l, r) => $"({l})({r})"),
        Gen.Select(deeper, deeper).Select((l, r) => $"{{f: function(x) {l}, g: f({r}), h: f(x: {l})}}"),
        Gen.Select(Gen.OneOf("<", "<=", ">", ">=", "=", "!="), deeper).Select((op, e) => $"({op} {e})"),
        Interval,
        Gen.Select(deeper, deeper).Select((l, r) => $"for x in {l} return if x = 1 then partial else {r}"),
        Gen.Select(
            Gen.OneOf("count", "sum", "string", "number", "date", "flatten", "distinct values", "abs",
            "time", "day of year", "get entries", "context", "range", "mode", "stddev", "unknown function"), deeper)
            .Select((f, e) => $"{f}({e})"),
        Gen.Select(Gen.OneOf("contains", "matches", "split", "decimal", "append", "modulo", "index of",
            "before", "overlaps", "includes", "coincides", "get value", "context put", "date and time", "is", "sort"), deeper, deeper)
            .Select((f, l, r) => $"{f}({l}, {r})"),
        Gen.Select(deeper, deeper).Select((l, r) => $"substring(string: {l}, start position: {r})"),
        deeper.Select(e => $"sort({e}, function(x, y) x < y)")));

    public static readonly Gen<string> Cell = Gen.OneOf(
        Gen.OneOf("-", "", " "),
        Gen.OneOf(Test, Expression).Array[1, 3].Select(tests => string.Join(", ", tests)),
        Gen.OneOf(Test, Expression).Array[1, 3].Select(tests => $"not({string.Join(", ", tests)})"));

    private static readonly Gen<string> Piece = Gen.OneOf(
        Leaf,
        Gen.OneOf(
            "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">",
                ">=", "if", "then",
            "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between", "instance",
                "of", "function",
            "date and time", "starts with(", "（", "“", "；", "≤", "\"", "'", "\\", "@", "//", "/*", "==", "&&", "!",
                "1e5", "1.2.3", "\uD83D"),
        Gen.Char.Select(c => c.ToString()));

    public static readonly Gen<string> Soup = Gen.Select(Piece.Array[0, 30], Gen.OneOf(" ", "")).Select((p, s) =>
        string.Join(s, p));

    public static readonly Gen<string> Any = Gen.OneOf(Expression, Cell, Soup, Gen.String);
}
