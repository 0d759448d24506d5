using CsCheck;
using Policy.Engine.Expressions;
using Policy.Engine.Regions;
using Policy.Engine.Tests.Expressions;
using Policy.Engine.Tests.Reference;

namespace Policy.Engine.Tests.Regions;

/// <summary>The set of a cell holds exactly the values that the compiled cell accepts.</summary>
public sealed class CellSetTests
{
    /// <summary>Per kind: a field of that type, literals of cells, and values at and around them.</summary>
    private static readonly Dictionary<string, (string Field, string[] Literals, Value[] Values)> Kinds = new()
    {
        ["number"] = ("n", ["0", "1", "2.5", "-3", "100", "10 * 10"], Numbers(0, 1, 2.5m, -3, 100)),
        ["text"] = ("s", ["\"\"", "\"8471\"", "\"84\"", "\"8472\"", "\"CN\"", "\"中\"", "\"\uFFFF\""],
            Texts("", "84", "8471", "84713", "8472", "8470\uFFFF", "847", "CN", "CNX", "C", "中", "中文", "\uFFFF", "\uFFFFa", "z")),
        ["grade"] = ("grade", ["\"AA\"", "\"A\"", "\"C\"", "\"D\""], Texts("AA", "A", "B", "C", "D")),
        ["zone"] = ("zone", ["\"hangzhou\"", "\"qingdao\""], Texts("hangzhou", "guangzhou", "qingdao")),
        ["boolean"] = ("b", ["true", "false"], [Value.True, Value.False]),
        ["date"] = ("day", ["date(\"2026-01-01\")", "@\"2026-01-02\"", "date(\"2027-01-01\")"],
            [.. new[] { "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-03", "2027-01-01" }.Select(d => Value.Date(DateOnly.Parse(d, null)))]),
        ["instant"] = ("at", ["@\"2026-01-01T00:00:00+08:00\"", "@\"2025-12-31T16:00:00Z\"", "@\"2026-06-01T00:00:00Z\""], Instants()),
        ["duration"] = ("span", ["@\"P1D\"", "@\"PT36H\"", "@\"-PT1S\""],
            [.. new[] { 0, 1, 24, 36, 48 }.SelectMany(h => new[] { -1L, 0, 1 }.Select(t => Value.Duration(TimeSpan.FromHours(h) + new TimeSpan(t * 10_000_000))))]),
        ["months"] = ("term", ["@\"P1Y\"", "@\"P18M\"", "@\"P0M\""], [.. new[] { -1L, 0, 1, 11, 12, 13, 17, 18, 19 }.Select(Value.Months)]),
    };

    public static TheoryData<string> AllKinds => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void A_cell_accepts_exactly_the_values_of_its_set(string kind)
    {
        var (field, literals, values) = Kinds[kind];
        var type = World.TypeOf(field);
        Cell(kind, literals).Sample(
            text =>
            {
                var cell = World.CompileTests(text, type);
                var set = CellSets.Of(cell, type);
                Assert.NotNull(set);
                foreach (var value in values.Append(Value.Null))
                    Assert.True(set.Contains(value) == cell.Test(World.Frame(), value) is true, $"{text} for {value}");
                if (set.Witness() is { } witness) Assert.True(cell.Test(World.Frame(), witness), $"{text} for its witness {witness}");
                else Assert.DoesNotContain(values.Append(Value.Null), v => cell.Test(World.Frame(), v) is true);
            },
            iter: 2_000);
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void A_plain_cell_is_read_as_the_grammar_reads_it(string kind)
    {
        var (field, literals, _) = Kinds[kind];
        var type = World.TypeOf(field);
        Choice.Among(Cell(kind, literals), Odd(kind, literals), FeelText.Cell, FeelText.Soup).Sample(
            text =>
            {
                var plain = PlainCells.For(type, World.Scope)!;
                if (plain.Read(text) is not { } set) return;
                var reporter = new Policy.Engine.Compiling.Reporter("");
                var cell = Feel.CompileTests(text, type, World.Scope, reporter);
                Assert.True(cell is not null && reporter.Found.IsEmpty, $"{text} is wrong");
                Assert.True(set.Equals(CellSets.Of(cell, type)), $"{text} is another set");
                Assert.True(plain.HoldsForNull(set) == cell.Test(World.Frame(), Value.Null), $"{text} for null");
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("n", " - ")]
    [InlineData("n", "")]
    [InlineData("n", "5, -3,.5 , null")]
    [InlineData("n", "not( < 5,[10 .. 20[ , ]30..40) )")]
    [InlineData("n", "!= 5, = 6")]
    [InlineData("s", "\"CN\",\"中\", starts with( ? ,\"84\")")]
    [InlineData("grade", ">= \"B\"")]
    [InlineData("b", "not(true)")]
    [InlineData("day", "[@\"2026-01-01\"..@\"2026-02-01\")")]
    [InlineData("term", "> @\"P1Y\"")]
    public void Plain_cells_need_no_grammar(string field, string text)
    {
        var type = World.TypeOf(field);
        Assert.Equal(CellSets.Of(World.CompileTests(text, type), type), PlainCells.For(type, World.Scope)!.Read(text));
    }

    [Theory]
    [InlineData("n", "\"5\"")]
    [InlineData("n", "[5..1]")]
    [InlineData("n", "５")]
    [InlineData("n", "5，6")]
    [InlineData("n", "== 5")]
    [InlineData("n", "1234567890123456789012345678.9")]
    [InlineData("n", "not(5), 6")]
    [InlineData("s", "“CN”")]
    [InlineData("s", "\"C\\N\"")]
    [InlineData("s", "\"CN\" \"US\"")]
    [InlineData("grade", "\"E\"")]
    [InlineData("b", "< true")]
    [InlineData("day", "@\"2026-02-30\"")]
    [InlineData("n", "-\0")]
    public void What_is_not_plain_is_left_to_the_grammar(string field, string text) =>
        Assert.Null(PlainCells.For(World.TypeOf(field), World.Scope)!.Read(text));

    [Theory]
    [InlineData("n", "< m")]
    [InlineData("n", "? + 1 > 5")]
    [InlineData("s", "contains(?, \"x\")")]
    [InlineData("s", "\"a\", t")]
    [InlineData("grade", ">= worse")]
    [InlineData("b", "c")]
    [InlineData("numbers", "list contains(?, 1)")]
    [InlineData("any", "1")]
    public void A_cell_that_depends_on_more_than_the_order_of_its_value_is_opaque(string field, string cell) =>
        Assert.Null(CellSets.Of(World.CompileTests(cell, World.TypeOf(field)), World.TypeOf(field)));

    [Fact]
    public void Functions_of_declared_texts_are_sets_all_the_same()
    {
        var cell = World.CompileTests("contains(?, \"zhou\"), null", World.TypeOf("zone"));
        var set = CellSets.Of(cell, World.TypeOf("zone"));
        Assert.NotNull(set);
        Assert.True(set.HasNull);
        Assert.True(set.Contains(Value.Text("hangzhou")));
        Assert.False(set.Contains(Value.Text("qingdao")));
    }

    [Theory]
    [InlineData("n", "(100..500)", "101")]
    [InlineData("n", "(0.1..0.2)", "0.11")]
    [InlineData("n", "< 5", "4")]
    [InlineData("n", "-", "1")]
    [InlineData("s", "starts with(?, \"8471\")", "\"8471\"")]
    [InlineData("day", "< date(\"2026-01-01\")", "\"2025-12-31\"")]
    [InlineData("grade", "> \"B\"", "\"C\"")]
    public void A_witness_is_round_and_short(string field, string cell, string witness)
    {
        var set = CellSets.Of(World.CompileTests(cell, World.TypeOf(field)), World.TypeOf(field));
        Assert.Equal(witness, set!.Witness().ToString());
    }

    [Fact]
    public void Unions_intersections_and_complements_are_exact() =>
        Gen.Select(Cell("number", Kinds["number"].Literals), Cell("number", Kinds["number"].Literals)).Sample((one, other) =>
        {
            var (a, b) = (Set(one), Set(other));
            foreach (var value in Kinds["number"].Values.Append(Value.Null))
            {
                var (inA, inB) = (a.Contains(value), b.Contains(value));
                Assert.Equal(inA || inB, a.Union(b).Contains(value));
                Assert.Equal(inA && inB, a.Intersect(b).Contains(value));
                Assert.Equal(!inA, a.Complement().Contains(value));
            }

            Assert.Equal(a, a.Complement().Complement());
            Assert.Equal(a.Union(b).Complement(), a.Complement().Intersect(b.Complement()));
            Assert.True(a.Union(a.Complement()).IsAll);
            Assert.True(a.Intersect(a.Complement()).IsEmpty);
        });

    private static ValueSet Set(string cell) => CellSets.Of(World.CompileTests(cell, DataType.Number), DataType.Number)!;

    /// <summary>Cells of every pure form.</summary>
    private static Gen<string> Cell(string kind, string[] literals)
    {
        var literal = Choice.Of(literals);
        var two = Gen.Select(literal, literal);
        var comparison = Gen.Select(Choice.Of("<", "<=", ">", ">=", "=", "!="), literal, (op, l) => $"{op} {l}");
        var interval = Gen.Select(Choice.Of("[", "("), literal, literal, Choice.Of("]", ")"), (o, a, b, c) => $"{o}{a}..{b}{c}");
        var condition = Choice.Among(
            comparison.Select(c => $"? {c}"),
            Gen.Select(Choice.Of("<", ">=", "="), literal, (op, l) => $"{l} {op} ?"),
            two.Select((a, b) => $"? between {a} and {b}"),
            two.Select((a, b) => $"? in [{a}, {b}]"),
            two.Select((a, b) => $"? in (< {a}, {b})"),
            two.Select((a, b) => $"list contains([{a}, {b}, null], ?)"));
        if (kind == "boolean")
            (comparison, interval, condition) = (literal, literal, Choice.Among(literal.Select(l => $"? = {l}"), Gen.Const("?")));
        if (kind is "text" or "zone") condition = Choice.Among(condition, literal.Select(l => $"starts with(?, {l})"));
        var test = Choice.Among(literal, comparison, interval, condition, Gen.Const("null"), two.Select((a, b) => $"[{a}, {b}]"));
        var tests = test.Array[1, 3].Select(t => string.Join(", ", t));
        var junction = Gen.Select(condition, Choice.Of("and", "or"), condition, condition,
            (a, op, b, c) => $"({a}) {op} not({b}) {op} ({c})");
        return Choice.Among(Gen.Const("-"), tests, tests.Select(t => $"not({t})"), condition, junction);
    }

    /// <summary>Cells with pieces put in or taken out.</summary>
    private static Gen<string> Odd(string kind, string[] literals)
    {
        var piece = Choice.Of(" ", "  ", "\t", "\n", "\0", "\uFEFF", "\u3000", "，", "“", "”", "（", "）", "５", "－", ",", "(", ")", "[", "]", "..", ".",
            "-", "<", ">", "=", "!", "not", "not(", "null", "true", "?", "\"", "\\", "@", "/", "//", "/**/", "0", "5", "e5", "a", "starts with(", "\uD800");
        var change = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 2], piece);
        return Gen.Select(Cell(kind, literals), change.Array[1, 3], (text, changes) =>
        {
            foreach (var (place, taken, given) in changes)
            {
                var at = Math.Min(place, text.Length);
                text = text.Remove(at, Math.Min(taken, text.Length - at)).Insert(at, given);
            }

            return text;
        });
    }

    private static Value[] Numbers(params decimal[] numbers) =>
        [.. numbers.SelectMany(n => new[] { -1, -0.01m, 0, 0.0000000001m, 1 }.Select(d => Value.Number(n + d)))];

    private static Value[] Texts(params string[] texts) => [.. texts.Select(Value.Text)];

    private static Value[] Instants() =>
        [.. new[] { "2025-12-31T16:00:00Z", "2026-06-01T00:00:00Z" }.Select(i => DateTimeOffset.Parse(i, null))
            .SelectMany(i => new[] { -1, 0, 1 }.Select(t => Value.Instant(i.AddTicks(t))))];
}
