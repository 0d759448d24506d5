using System.Globalization;
using CsCheck;

namespace Policy.Engine.Tests.Reference;

/// <summary>Input expressions and cells of every form, by the type of what they test.</summary>
internal static class RandomCells
{
    private static readonly Gen<string> Number = RandomFacts.Number.Select(RandomFacts.Text);

    public static readonly Gen<(string Input, Gen<string> Cell)> Column = Choice.Among(
        Columns(NumberCell(), "value", "weight", "buyer.total", "value * 2 + weight", "value - weight",
            "string length(name)", "count(goods)", "sum(goods.quantity)", "max(goods.price)", "value / weight", "-weight",
            "if licensed then value else weight", "if value > 5 then weight else null", "abs(5 - weight)"),
        Columns(TextCell(RandomFacts.Codes, "84", "8471", "93", "0"), "hs"),
        Columns(TextCell(RandomFacts.Names, "Phone", "T", "g"), "name", "upper case(name)"),
        Columns(TextCell(["杭州", "青岛"], "杭"), "buyer.city"),
        Columns(RankedCell(), "grade"),
        Columns(ValueCell(RandomFacts.Countries), "country"),
        Columns(BooleanCell(), "licensed", "value > 5", "value = null", "licensed and value > 5",
            "licensed or value > 5", "not(licensed)", "some g in goods satisfies g.quantity > 5",
            "every g in goods satisfies g.fragile", "value between 2 and 6", "weight in [2..5)", "weight in (1, 2, > 9)",
            "day > date(\"2026-01-01\")", "country in (\"CN\", \"US\")"),
        Columns(DayCell(), "day"));

    public static readonly Gen<(string Input, Gen<string> Cell)> LineColumn = Choice.Among(
        Columns(NumberCell(), "quantity", "price", "quantity * price", "weight", "value", "quantity + weight"),
        Columns(TextCell(RandomFacts.Codes, "84", "8471", "93"), "code"),
        Columns(TextCell(RandomFacts.Names, "Phone", "T"), "label"),
        Columns(RankedCell(), "grade"),
        Columns(BooleanCell(), "fragile", "quantity > 5", "price != null"));

    /// <summary>Outputs of the steps <c>list</c> and <c>card</c> of a flow.</summary>
    public static readonly Gen<(string Input, Gen<string> Cell)> StepColumn = Choice.Among(
        Columns(NumberCell(), "card.score", "count(list.hits)", "card.score - value"),
        Columns(ValueCell(["prohibit", "licence", "warn"]), "list.effect"),
        Columns(BooleanCell(), "card.grade = \"A\"", "list.effect = null"));

    public static Gen<string> Cells(Gen<string> cell) =>
        Choice.Weighted((2, Choice.Of("-", "", " - ")), (1, Choice.Of("null", "not(null)")), (9, cell));

    public static Gen<string> NumberCell()
    {
        var interval = Gen.Select(
            Choice.Of("[", "(", "]"), RandomFacts.Number, RandomFacts.Number, Choice.Of("]", ")", "["),
            (open, a, b, close) => string.Create(CultureInfo.InvariantCulture, $"{open}{Math.Min(a, b)}..{Math.Max(a, b)}{close}"));
        var comparison = Gen.Select(Choice.Of("<", "<=", ">", ">="), Number, (op, n) => $"{op} {n}");
        var test = Choice.Among(Number, interval, comparison, Number.Select(n => $"-{n}"));
        return Choice.Among(
            test,
            Listed(test),
            Listed(test).Select(t => $"{t}, null"),
            Choice.Among(Number, comparison, Listed(Choice.Among(Number, comparison))).Select(t => $"not({t})"),
            Gen.Select(Number, Number, (a, b) => $"? > {a} and ? < {b}"),
            Gen.Select(Number, Number, (a, b) => $"? * 2 > {a} or ? = {b}"),
            Gen.Select(Number, n => $"? > weight + {n}"),
            Gen.Select(Number, n => $"? > {n} / weight"),
            Gen.Select(Number, n => $"weight + {n}"));
    }

    public static Gen<string> Quoted(params string[] values) =>
        Choice.Of(values).Select(RandomFacts.Text).Select(Unescaped);

    private static Gen<string> TextCell(string[] values, params string[] parts)
    {
        var literal = Quoted(values);
        var part = Gen.Select(Choice.Of("starts with", "contains", "ends with"), Quoted(parts), (f, p) =>
            $"{f}(?, {p})");
        return Choice.Among(
            literal,
            part,
            Listed(Choice.Among(literal, part)),
            Listed(literal).Select(t => $"not({t})"),
            Choice.Among(part, Listed(part)).Select(t => $"not({t})"),
            Gen.Select(part, part, (a, b) => $"{a} and not({b})"),
            part.Select(t => $"{t}, null"),
            Gen.Int[0, 9].Select(n => $"string length(?) > {n}"));
    }

    private static Gen<string> RankedCell()
    {
        var literal = Quoted(RandomFacts.Grades);
        var comparison = Gen.Select(Choice.Of("<", "<=", ">", ">="), literal, (op, g) => $"{op} {g}");
        var interval = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Choice.Of("[", "("), Choice.Of("]", ")"),
            (a, b, open, close) =>
            $"{open}\"{RandomFacts.Grades[Math.Min(a, b)]}\"..\"{RandomFacts.Grades[Math.Max(a, b)]}\"{close}");
        return Choice.Among(literal, comparison, interval, Listed(Choice.Among(literal, comparison)),
            Listed(literal).Select(t => $"not({t})"), comparison.Select(t => $"not({t})"));
    }

    private static Gen<string> ValueCell(string[] values)
    {
        var literal = Quoted(values);
        return Choice.Among(literal, Listed(literal), Listed(literal).Select(t => $"not({t})"),
            literal.Select(l => $"{l}, null"));
    }

    private static Gen<string> BooleanCell() =>
        Choice.Of("true", "false", "not(true)", "not(false)", "true, null", "? = true", "not(? = true)");

    private static Gen<string> DayCell()
    {
        var day = Choice.Of(RandomFacts.Days).Select(d => $"date(\"{d}\")");
        return Choice.Among(
            day,
            Gen.Select(Choice.Of("<", "<=", ">", ">="), day, (op, d) => $"{op} {d}"),
            Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], (a, b) =>
                $"[date(\"{RandomFacts.Days[Math.Min(a, b)]}\")..date(\"{RandomFacts.Days[Math.Max(a, b)]}\"))"),
            day.Select(d => $"not({d})"));
    }

    private static Gen<string> Listed(Gen<string> test) => test.Array[2, 3].Select(t => string.Join(", ", t));

    private static Gen<(string, Gen<string>)> Columns(Gen<string> cell, params string[] inputs) =>
        Choice.Of(inputs).Select(i => (i, cell));

    private static string Unescaped(string json) => System.Text.RegularExpressions.Regex.Unescape(json);
}
