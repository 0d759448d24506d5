using Policy.Engine.Analysis;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tests.Analysis;

/// <summary>Analyses against every point of a small domain, with the compiled table as judge.</summary>
public sealed class BruteForceTests
{
    public static TheoryData<string> Policies => [.. SmallTables.Policies];

    [Theory, MemberData(nameof(Policies))]
    public void Findings_are_exactly_what_every_point_shows(string policy)
    {
        var random = new Random(7);
        for (var i = 0; i < 10; i++)
        {
            var rows = SmallTables.Rows(random, 1 + random.Next(7)).ConvertAll(r => SmallTables.Fitted(policy, r));
            var rules = Rules.Set(SmallTables.Facts, SmallTables.Table(policy, SmallTables.Default(random, policy), rows));
            var analysis = DocumentAnalysis.Of(rules, "table", null, TestContext.Current.CancellationToken);
            Assert.True(analysis.IsDecided);
            var world = new World(rules);
            Assert.Equal(world.Gaps, analysis.Findings.Any(f => f.Code == FindingCode.Gap));
            Assert.Equal(world.Unreached(), Ids(analysis, FindingCode.Unreachable));
            Assert.Equal(world.Clashes(), Pairs(analysis, FindingCode.Overlap, FindingCode.Conflict, FindingCode.Duplicate).Intersect(world.Clashes()).Order());
            Assert.Equal(world.Unused(), analysis.Findings.Where(f => f.Code == FindingCode.UnusedInput).Select(f => f.Message.En.Split('`')[1]).Order());
            Assert.All(analysis.Findings, f => Assert.True(f.IsProved, f.Message.En));
            Assert.Equal(world.Redundant(rows, policy), Ids(analysis, FindingCode.Redundant));
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void Differences_are_exactly_where_the_outcomes_of_points_differ(string policy)
    {
        var random = new Random(11);
        for (var i = 0; i < 8; i++)
        {
            var rows = SmallTables.Rows(random, 1 + random.Next(6)).ConvertAll(r => SmallTables.Fitted(policy, r));
            var changed = Changed(random, rows, policy);
            var otherPolicy = random.Next(5) == 0 && policy is "first" or "unique" or "any" ? "first" : policy;
            var otherwise = SmallTables.Default(random, policy);
            var before = Rules.Set(SmallTables.Facts, SmallTables.Table(policy, otherwise, rows));
            var after = Rules.Set(SmallTables.Facts, SmallTables.Table(otherPolicy, otherwise, changed));
            AssertExact(before, after, Between(before, after));
        }
    }

    [Theory, MemberData(nameof(Policies))]
    public void Two_edits_meet_exactly_where_a_point_is_decided_otherwise_by_both(string policy)
    {
        var (random, meetings) = (new Random(13), 0);
        for (var i = 0; i < 8; i++)
        {
            var rows = SmallTables.Rows(random, 2 + random.Next(5)).ConvertAll(r => SmallTables.Fitted(policy, r));
            RuleSet Set(IEnumerable<string> edited) => Rules.Set(SmallTables.Facts, SmallTables.Table(policy, "", edited));
            var (start, one, other) = (Set(rows), Set(Changed(random, rows, policy)), Set(Changed(random, rows, policy)));

            var shared = SharedChange.Of(start, one, other, "table", null, TestContext.Current.CancellationToken);

            bool Both(string point) => Result(start, point) is var before && Result(one, point) != before && Result(other, point) != before;
            Assert.True(shared.IsDecided);
            Assert.Equal(!SmallTables.Points.Any(Both), shared.IsNone);
            if (shared.Region is not { } region) continue;
            meetings++;
            Assert.True(Both(System.Text.Encoding.UTF8.GetString(region.Witness!.ToJson())));
        }

        if (policy == "first") Assert.InRange(meetings, 1, 7);
    }

    [Fact]
    public void The_same_rows_with_other_ids_or_cut_in_two_decide_the_same()
    {
        var before = Rules.Set(SmallTables.Facts, SmallTables.Table("first", "", [Row("a", "[1..3)", "1"), Row("b", "-", "2")]));
        var after = Rules.Set(SmallTables.Facts, SmallTables.Table(
            "unique", "", [Row("x", "null, <1, >=3", "2"), Row("y", "[1..2)", "1"), Row("z", "[2..3)", "1")]));
        var difference = Between(before, after);
        Assert.True(difference.SameBehaviour);
        Assert.Equal(["x", "y", "z"], difference.Rows.Added);
        Assert.Equal("hitPolicy", Assert.Single(difference.Rows.Document).Column);
    }

    private static Difference Between(RuleSet before, RuleSet after) => Difference.Between(
        before, after, "table", new AnalysisOptions { MostPerCode = 1000 }, TestContext.Current.CancellationToken);

    private static string Row(string id, string value, string output) =>
        $$"""{"id":"{{id}}","when":["-","{{value}}","-","-"],"then":["{{output}}"]}""";

    private static void AssertExact(RuleSet before, RuleSet after, Difference difference)
    {
        Assert.True(difference.IsDecided);
        foreach (var point in SmallTables.Points)
        {
            var (one, other) = (Result(before, point), Result(after, point));
            var within = difference.Regions.Where(r => Holds(before, r, point)).ToList();
            Assert.Equal(one != other, within.Count == 1);
            Assert.True(within.Count < 2, point);
            Assert.All(difference.Regions, r => Assert.Equal(within.Contains(r), r.Covers(after.Facts("table", point))));
        }

        foreach (var region in difference.Regions)
        {
            var facts = System.Text.Encoding.UTF8.GetString(region.Witness!.ToJson());
            Assert.True(Holds(before, region, facts));
            Assert.NotEqual(Result(before, facts), Result(after, facts));
        }
    }

    private static string Result(RuleSet rules, string point)
    {
        var evaluation = rules.Evaluate("table", rules.Facts("table", point));
        return evaluation.Faults.IsEmpty ? evaluation.Outputs.ToString() : evaluation.Faults[0].Code;
    }

    /// <summary>Whether a point lies in a region, by its FEEL cells.</summary>
    private static bool Holds(RuleSet rules, Region region, string point)
    {
        var facts = rules.Facts("table", point);
        return region.When.All(side =>
        {
            var field = facts.Type.Field(side.Key)!;
            var type = Engine.FactTypes.DataTypes.Of(field);
            var cell = Feel.CompileTests(Finite(side.Value), type, new Scope(null, []), new Compiling.Reporter(""));
            Assert.NotNull(cell);
            return cell.Test(new Frame { Facts = facts.Content, Document = "" }, facts.Content[side.Key]) is true;
        });
    }

    // FEEL has no infinity: bounds beyond every value of the small domain stand for it.
    private static string Finite(string cell) => cell
        .Replace("(-inf..\"", "[\"\"..\"", StringComparison.Ordinal).Replace("\"..inf)", "\"..\"\uFFFE\"]", StringComparison.Ordinal)
        .Replace("(-inf", "(-99", StringComparison.Ordinal).Replace("inf)", "99)", StringComparison.Ordinal);

    private static List<string> Changed(Random random, List<string> rows, string policy)
    {
        var changed = rows.ToList();
        for (var i = 0; i <= random.Next(3); i++)
        {
            var at = random.Next(changed.Count);
            var fresh = SmallTables.Fitted(policy, SmallTables.Row(random, $"N{i}"));
            switch (random.Next(4))
            {
                case 0: changed.Insert(at, fresh); break;
                case 1 when changed.Count > 1: changed.RemoveAt(at); break;
                case 2: changed.Add(changed[at]); changed.RemoveAt(at); break;
                default: changed[at] = fresh; break;
            }
        }

        return changed;
    }

    private static IEnumerable<string> Ids(DocumentAnalysis analysis, string code) =>
        analysis.Findings.Where(f => f.Code == code).Select(f => f.Rows[0]).Order();

    private static IEnumerable<string> Pairs(DocumentAnalysis analysis, params string[] codes) =>
        analysis.Findings.Where(f => codes.Contains(f.Code)).Select(f => $"{f.Rows[0]} {f.Rows[1]}").Order();

    /// <summary>What every point of the domain gives.</summary>
    private sealed class World(RuleSet rules)
    {
        private readonly DecisionTableDocument _table = (DecisionTableDocument)rules.Document("table")!;
        private readonly List<(string Point, Evaluation Evaluation)> _results =
            [.. SmallTables.Points.Select(p => (p, rules.Evaluate("table", rules.Facts("table", p), trace: true)))];

        private bool IsSingle => _table.HitPolicy is HitPolicy.Unique or HitPolicy.Any or HitPolicy.Priority or HitPolicy.First;

        public bool Gaps => IsSingle && _table.Outputs[0].Default is null && _results.Exists(r => Hits(r.Evaluation).Count == 0);

        public IEnumerable<string> Unreached()
        {
            var reached = _results.SelectMany(r => _table.HitPolicy is HitPolicy.First or HitPolicy.Priority ? r.Evaluation.Matched : [.. Hits(r.Evaluation)]);
            return _table.Rows.Select(r => r.Id).Except(reached).Order();
        }

        /// <summary>Pairs of rows that a point shows to be wrong together.</summary>
        public IEnumerable<string> Clashes() => _table.HitPolicy is HitPolicy.Unique or HitPolicy.Any
            ? _results.Where(r => !r.Evaluation.Faults.IsEmpty).SelectMany(r => PairsOf(Hits(r.Evaluation))).Distinct().Where(Contradict).Order()
            : [];

        private bool Contradict(string pair)
        {
            var then = pair.Split(' ').Select(id => _table.Rows.Single(r => r.Id == id).Then[0]).ToList();
            return _table.HitPolicy == HitPolicy.Unique || then[0] != then[1];
        }

        public IEnumerable<string> Unused()
        {
            var used = new HashSet<string>();
            foreach (var name in new[] { "code", "value", "grade", "flag" })
            {
                var groups = _results.GroupBy(r => string.Join(',', r.Point.Split(',').Where(m => !m.Contains($"\"{name}\"", StringComparison.Ordinal))));
                if (groups.Any(g => g.Select(r => Shown(r.Evaluation)).Distinct().Count() > 1)) used.Add(name);
            }

            return new[] { "code", "flag", "grade", "value" }.Where(n => !used.Contains(n));
        }

        /// <summary>Rows whose removal no point shows, where something else hits.</summary>
        public IEnumerable<string> Redundant(List<string> rows, string policy)
        {
            if (_table.HitPolicy is not (HitPolicy.First or HitPolicy.Priority or HitPolicy.Any)) return [];
            return _table.Rows.Where((row, at) => Reached(row) && Replaceable(row, rows, at, policy)).Select(r => r.Id).Order();
        }

        private bool Reached(TableRow row) => !Unreached().Contains(row.Id);

        private bool Replaceable(TableRow row, List<string> rows, int at, string policy)
        {
            var without = Rules.Set(SmallTables.Facts, SmallTables.Table(policy, "", [.. rows.Where((_, i) => i != at)]));
            return _results.Where(r => Hits(r.Evaluation).Contains(row.Id) || r.Evaluation.Matched.Contains(row.Id)).All(r =>
            {
                var other = without.Evaluate("table", without.Facts("table", r.Point));
                return (!other.Matched.IsEmpty || !other.Faults.IsEmpty) && Shown(other) == Shown(r.Evaluation);
            });
        }

        private static string Shown(Evaluation evaluation) =>
            evaluation.Faults.IsEmpty ? evaluation.Outputs.ToString() : evaluation.Faults[0].Code;

        private static List<string> Hits(Evaluation evaluation) => [.. evaluation.Trace!.Passes[0].Items.Where(i => i.Hit).Select(i => i.Id)];

        private static IEnumerable<string> PairsOf(List<string> rows) =>
            rows.SelectMany((one, i) => rows.Skip(i + 1).Select(other => $"{one} {other}"));
    }
}
