using Policy.Engine.Analysis;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tests.Analysis;

/// <summary>Properties against every point of a small domain, with the compiled table as judge.</summary>
public sealed class PropertyTests
{
    private static readonly (string When, string Then)[] Implications =
    [
        ("value > 2", "out >= 1"), ("value > 2 and flag = true", "out < 2"), ("grade >= \"B\" or flag", "out != 0"),
        ("not(starts with(code, \"84\"))", "out > 0 or value < 1"), ("out = 2", "value between 1 and 3"),
        ("code in (\"84\", \"8\")", "not(flag = true) or out = 1"), ("value < 1", "code != null and string length(code) > 1"),
    ];

    public static TheoryData<string> Policies => ["unique", "any", "first", "collectSum", "collectMax", "priority"];

    [Theory, MemberData(nameof(Policies))]
    public void Monotone_is_proved_or_refuted_as_every_pair_of_points_shows(string policy)
    {
        var random = new Random(3);
        for (var i = 0; i < 25; i++)
        {
            var input = i % 2 == 0 ? "value" : "grade";
            var direction = i % 4 < 2 ? "nondecreasing" : "nonincreasing";
            var rules = Table(random, policy, $$"""{"id":"P","kind":"monotone","input":"{{input}}","output":"out","direction":"{{direction}}"}""");
            var results = SmallTables.Points.Select(p => (Facts: rules.Facts("table", p), Out: Rank(rules, p))).Where(r => r.Out is not null).ToList();
            var broken = results.GroupBy(r => string.Join('|', Others(r.Facts, input))).Any(g =>
                g.Any(a => g.Any(b => Place(a.Facts, input) < Place(b.Facts, input) && (direction == "nondecreasing" ? a.Out > b.Out : a.Out < b.Out))));

            var check = Check(rules);

            Assert.Empty(check.Undecided);
            Assert.Equal(broken, !check.Broken.IsEmpty);
            if (!broken) continue;
            var (low, high) = (check.Broken[0].Witness!, check.Broken[0].Compared!);
            Assert.True(Place(low, input) < Place(high, input));
            Assert.Equal(Others(low, input), Others(high, input));
            Assert.True(direction == "nondecreasing" ? Rank(rules, Json(low)) > Rank(rules, Json(high)) : Rank(rules, Json(low)) < Rank(rules, Json(high)));
        }
    }

    [Theory, InlineData("first"), InlineData("any")]
    public void Implications_are_proved_or_refuted_as_every_point_shows(string policy)
    {
        var random = new Random(5);
        for (var i = 0; i < 42; i++)
        {
            var (when, then) = Implications[i % Implications.Length];
            var rules = Table(random, policy, $$"""{"id":"P","kind":"implies","when":{{Quoted(when)}},"then":{{Quoted(then)}}}""");
            var broken = SmallTables.Points.Any(p => Breaks(rules, rules.Facts("table", p), when, then));

            var check = Check(rules);

            // The length of a text is no set of values: a witness may stay unfound, but nothing is said that is wrong.
            var exact = !then.Contains("string length", StringComparison.Ordinal);
            Assert.True(check.Broken.All(f => Breaks(rules, f.Witness!, when, then)));
            Assert.True(!broken || !check.Holds, $"{when} => {then}");
            if (exact) Assert.Equal((broken, !broken), (!check.Broken.IsEmpty, check.Holds));
        }
    }

    [Fact]
    public void Complete_means_that_a_row_hits_whatever_the_default_says()
    {
        var random = new Random(9);
        for (var i = 0; i < 20; i++)
        {
            var rows = SmallTables.Rows(random, 4);
            if (i % 2 == 0) rows.Add("""{"id":"R9","when":["-","-","-","-"],"then":["1"]}""");
            var rules = Rules.Set(SmallTables.Facts, With(SmallTables.Table("first", ",\"default\":\"1\"", rows), """{"id":"P","kind":"complete"}"""));
            Assert.Equal(SmallTables.Points.All(p => !rules.Evaluate("table", rules.Facts("table", p)).Matched.IsEmpty), Check(rules).Holds);
        }
    }

    [Fact]
    public void No_looser_than_the_parent_is_proved_or_refuted_as_every_point_shows()
    {
        var random = new Random(13);
        var refuted = 0;
        for (var i = 0; i < 20; i++)
        {
            var property = """{"id":"P","kind":"notLooserThan","key":"national/table"}""";
            var rows = SmallTables.Rows(random, 4).ConvertAll(r => SmallTables.Fitted("priority", r));
            var changed = rows.Select((r, at) => at == 2 && i % 2 == 0 ? SmallTables.Fitted("priority", SmallTables.Row(random, "N")) : r).ToList();
            var parent = Rules.Set(SmallTables.Facts, SmallTables.Table("priority", "", rows));
            var child = Rules.Set(SmallTables.Facts, With(SmallTables.Table("priority", "", changed), property));
            var broken = SmallTables.Points.Any(p => (Rank(child, p) ?? -1) < (Rank(parent, p) ?? -1));

            var check = PropertyCheck.Of(child, "table", zone => zone == "national" ? parent : null, null, TestContext.Current.CancellationToken);

            Assert.Equal(broken, !check.Broken.IsEmpty);
            Assert.Equal(!broken, check.Holds);
            if (broken) refuted++;
        }

        Assert.InRange(refuted, 1, 19);
    }

    [Fact]
    public void What_cannot_be_told_is_not_decided()
    {
        var rules = Rules.Set(SmallTables.Facts, With(
            SmallTables.Table("first", "", ["""{"id":"R1","when":["-","-","-","-"],"then":["value * 2"]}"""]),
            """{"id":"M","kind":"monotone","input":"value","output":"out","direction":"nondecreasing"},{"id":"L","kind":"notLooserThan","key":"national/table"}"""));
        var check = Check(rules);
        Assert.False(check.Holds);
        Assert.Equal(["M", "L"], check.Undecided);
    }

    private static RuleSet Table(Random random, string policy, string property) => Rules.Set(SmallTables.Facts, With(
        SmallTables.Table(policy, SmallTables.Default(random, policy), SmallTables.Rows(random, 1 + random.Next(4)).ConvertAll(r => SmallTables.Fitted(policy, r))), property));

    private static string With(string table, string properties) => table.Replace("\"kind\":\"decisionTable\",", $"\"kind\":\"decisionTable\",\"properties\":[{properties}],", StringComparison.Ordinal);

    private static PropertyCheck Check(RuleSet rules) => PropertyCheck.Of(rules, "table", null, null, TestContext.Current.CancellationToken);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Json(Facts facts) => System.Text.Encoding.UTF8.GetString(facts.ToJson());

    private static IEnumerable<string> Others(Facts facts, string input) =>
        facts.Type.Fields.Where(f => f.Name != input).Select(f => facts.Content[f.Name].ToString());

    private static decimal? Place(Facts facts, string input) => facts.Content[input] switch
    {
        { IsNull: true } => null,
        { Kind: ValueKind.Number } number => number.AsNumber(),
        var text => "ABC".IndexOf(text.AsText(), StringComparison.Ordinal),
    };

    private static decimal? Rank(RuleSet rules, string point)
    {
        var evaluation = rules.Evaluate("table", rules.Facts("table", point));
        if (!evaluation.Faults.IsEmpty || evaluation.Outputs.IsNull) return null;
        var value = evaluation.Outputs.Kind == ValueKind.Object ? evaluation.Outputs.AsObject()["out"] : evaluation.Outputs;
        if (value.IsNull) return null;
        return value.Kind == ValueKind.Number ? value.AsNumber() : "201".IndexOf(value.AsText(), StringComparison.Ordinal);
    }

    private static bool Breaks(RuleSet rules, Facts facts, string when, string then)
    {
        var evaluation = rules.Evaluate("table", facts);
        if (!evaluation.Faults.IsEmpty) return false;
        var output = evaluation.Outputs.IsNull ? Value.Null : evaluation.Outputs.AsObject()["out"];
        var symbols = facts.Type.Fields.Select((f, slot) => new Symbol(f.Name, Engine.FactTypes.DataTypes.Of(f), frame => frame.Facts[slot]))
            .Append(new Symbol("out", DataType.Number, _ => output));
        var scope = new Scope(null, symbols);
        return Is(when) && !Is(then);

        bool Is(string condition) => Feel.Compile(condition, scope, new Compiling.Reporter(""))!
            .Evaluate(new Frame { Facts = facts.Content, Document = "" }).IsTrue;
    }
}
