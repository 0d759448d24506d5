using System.Text;
using Policy.Engine.Analysis;

namespace Policy.Engine.Tests.Analysis;

/// <summary>What locked rows decide, against every point of a small domain.</summary>
public sealed class LockTests
{
    public static TheoryData<string> Policies => [.. SmallTables.Policies];

    [Theory, MemberData(nameof(Policies))]
    public void A_locked_row_is_loosened_exactly_where_a_point_shows_it(string policy)
    {
        var (random, loosened) = (new Random(17), 0);
        for (var i = 0; i < 20; i++)
        {
            var rows = SmallTables.Rows(random, 4).ConvertAll(r => SmallTables.Fitted(policy, r));
            rows[random.Next(4)] = Locked(rows[random.Next(4)], "L");
            var own = rows.ToList();
            own.Insert(random.Next(own.Count), SmallTables.Fitted(policy, SmallTables.Row(random, "N")));
            var otherwise = SmallTables.Default(random, policy);
            var parent = Rules.Set(SmallTables.Facts, SmallTables.Table(policy, otherwise, rows));
            var zone = Rules.Set(SmallTables.Facts, SmallTables.Table(policy, otherwise, own));
            var broken = SmallTables.Points.Any(p => Loosens(policy, parent, zone, p));

            var check = LockCheck.Of(parent, zone, "table", null, TestContext.Current.CancellationToken);

            Assert.True(check.IsDecided);
            Assert.Equal(!broken, check.Holds);
            Assert.All(check.Loosened, r => Assert.True(Loosens(policy, parent, zone, Encoding.UTF8.GetString(r.Witness!.ToJson()))));
            if (broken) loosened++;
        }

        if (policy is "first" or "priority" or "collectSum") Assert.InRange(loosened, 1, 19);
    }

    [Fact]
    public void A_stronger_entry_keeps_a_locked_one_and_a_weaker_in_its_place_does_not()
    {
        static RuleSet List(string entries) => Rules.Set(SmallTables.Facts, $$"""
            {"kind":"list","key":"table","facts":"small","effects":["prohibit","manual"],"columns":[{"field":"code","match":"prefix"}],"entries":[{{entries}}]}
            """);
        const string Manual = """{"id":"L","values":["84"],"effect":"manual","locked":true}""";
        var parent = List(Manual);
        Assert.True(Of(parent, List(Manual + """,{"id":"N","values":["841"],"effect":"prohibit"}""")).Holds);
        var narrower = Of(parent, List("""{"id":"L","values":["841"],"effect":"manual"}"""));
        Assert.Equal(["L"], Assert.Single(narrower.Loosened).RowsBefore);
    }

    [Fact]
    public void Other_kinds_are_not_decided()
    {
        const string Card = """
            {"kind":"scorecard","key":"table","facts":"small","characteristics":[
              {"id":"C","input":"value","bins":[{"when":"> 1","points":1}],"locked":true}],"grades":[{"grade":"A"}]}
            """;
        var rules = Rules.Set(SmallTables.Facts, Card);
        Assert.Equal(["C"], LockCheck.LockedItems(rules.Document("table")!));
        Assert.False(Of(rules, rules).IsDecided);
    }

    private static LockCheck Of(RuleSet parent, RuleSet zone) => LockCheck.Of(parent, zone, "table", null, TestContext.Current.CancellationToken);

    private static string Locked(string row, string id)
    {
        var rest = row[row.IndexOf("\"when\"", StringComparison.Ordinal)..];
        return $$"""{"id":"{{id}}","locked":true,{{rest}}""";
    }

    /// <summary>The locked row decides in the parent, and the zone gives something else that is not stricter; a list of all hits
    /// keeps it.</summary>
    private static bool Loosens(string policy, RuleSet parent, RuleSet zone, string point)
    {
        if (policy is "ruleOrder" or "outputOrder" or "collect") return false;
        var (was, now) = (parent.Evaluate("table", parent.Facts("table", point)), zone.Evaluate("table", zone.Facts("table", point)));
        if (!was.Faults.IsEmpty || !now.Faults.IsEmpty || !was.Matched.Contains("L") || was.Outputs == now.Outputs) return false;
        return policy != "priority" || "201".IndexOf(Out(now), StringComparison.Ordinal) <= "201".IndexOf(Out(was), StringComparison.Ordinal);
    }

    private static string Out(Evaluation evaluation) => evaluation.Outputs.AsObject()["out"].AsText();
}
