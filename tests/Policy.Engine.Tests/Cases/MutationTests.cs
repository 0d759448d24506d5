using Policy.Engine.Cases;
using Policy.Engine.Tests.Analysis;

namespace Policy.Engine.Tests.Cases;

public sealed class MutationTests
{
    public static TheoryData<string> Policies => [.. SmallTables.Policies];

    [Theory, MemberData(nameof(Policies))]
    public void Outcomes_are_what_every_point_of_a_small_domain_shows(string policy)
    {
        var random = new Random(13);
        for (var i = 0; i < 3; i++)
        {
            var rows = SmallTables.Rows(random, 2 + random.Next(4)).ConvertAll(r => SmallTables.Fitted(policy, r));
            var points = Enumerable.Range(0, 4).Select(_ => SmallTables.Points[random.Next(SmallTables.Points.Count)]);
            var rules = CaseDocuments.Golden(SmallTables.Table(policy, SmallTables.Default(random, policy), rows), points);
            var score = Scored(rules, "table");
            Assert.Equal(0, score.Count(MutantOutcome.NotDecided));
            foreach (var mutant in score.Mutants)
            {
                var variant = Mutants.Rebuilt(rules, "table", mutant);
                var differs = Grid.Any(p => Shown(rules, p) != Shown(variant, p));
                Assert.Equal(mutant.Outcome != MutantOutcome.Equivalent, differs);
                Assert.Equal(mutant.Outcome == MutantOutcome.Killed, CaseRun.Run(variant, "table").Any(r => !r.Passed));
                if (mutant.Case is not { } item) continue;
                Assert.True(Run(rules, item).Passed);
                Assert.False(Run(variant, item).Passed);
            }
        }
    }

    [Theory]
    [InlineData("ShiftBound R1 value [100..500) [101..500)", 100)]
    [InlineData("ShiftBound R1 value [100..500) [100..499)", 499)]
    [InlineData("OpenOrCloseBound R1 value [100..500) (100..500)", 100)]
    [InlineData("OpenOrCloseBound R1 value [100..500) [100..500]", 500)]
    public void A_changed_bound_survives_until_a_case_lies_on_it(string mutant, int value)
    {
        var weak = Scored(CaseDocuments.Thresholds("""{"id":"c","facts":{"value":200,"grade":"A"},"expect":{"ratio":5}}"""), "thresholds");
        Assert.Equal(MutantOutcome.Survived, Outcome(weak, mutant));
        var expect = value < 500 ? """{"ratio":5}""" : "null";
        var strong = Scored(CaseDocuments.Thresholds($$$"""{"id":"c","facts":{"value":{{{value}}},"grade":"A"},"expect":{{{expect}}}}"""), "thresholds");
        Assert.Equal(MutantOutcome.Killed, Outcome(strong, mutant));
        Assert.Equal("c", Find(strong, mutant).KilledBy);
    }

    [Fact]
    public void Values_rows_outputs_and_their_order_are_changed_too()
    {
        const string rows = """{"id":"R1","when":["> 5","\"A\",\"B\""],"then":["5"]},{"id":"R2","when":["-","\"A\""],"then":["7"]},{"id":"R3","when":["> 9","\"A\""],"then":["7"]}""";
        var score = Scored(CaseDocuments.Thresholds("""{"id":"a","facts":{"value":6,"grade":"A"},"expect":{"ratio":5}}""", rows), "thresholds");
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "DropValue R1 grade \"A\",\"B\" \"B\""));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "DropValue R1 grade \"A\",\"B\" \"A\""));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "ChangeOutput R1 ratio 5 6"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ChangeOutput R2 ratio 7 8"));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "DropItem R1"));
        Assert.Equal(MutantOutcome.Equivalent, Outcome(score, "DropItem R3"));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "SwapItems R1 R2"));
        Assert.Equal(MutantOutcome.Equivalent, Outcome(score, "SwapItems R2 R3"));
    }

    [Fact]
    public void Booleans_declared_outputs_and_periods_are_changed()
    {
        var score = Scored(Rules.Set(Rules.Parcel, """
            {"kind":"decisionTable","key":"t","facts":"parcel","hitPolicy":"unique","inputs":[{"expression":"licensed"}],
             "outputs":[{"name":"channel","type":"text","values":["green","yellow","red"],"default":"\"red\""}],
             "rows":[{"id":"R1","when":["true"],"then":["\"green\""],"from":"2026-01-01"}],
             "cases":[{"id":"first","facts":{"licensed":true,"declaredAt":"2026-01-01T00:00:00+08:00"},"expect":{"channel":"green"}}]}
            """), "t");
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "Negate R1 licensed true false"));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "ChangeOutput R1 channel \"green\" \"yellow\""));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ChangeOutput channel \"red\" \"green\""));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "ShiftBound R1 from 2026-01-01 2026-01-02"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ShiftBound R1 from 2026-01-01 2025-12-31"));
    }

    [Fact]
    public void Entries_of_lists_are_dropped_and_changed()
    {
        var score = Scored(CaseDocuments.List("""
            {"id":"on","facts":{"declaredAt":"2026-05-01T00:00:00+08:00","goods":[{"code":"9301"}]},"expect":{"effect":"prohibit"}}
            """), "list");
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "DropItem N1"));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "ChangeEffect N1 effect prohibit licence"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ChangePrefix N1 code 93 930"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ChangePrefix N1 code 93 9"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "DropItem N2"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ChangeEffect otherwise warn prohibit"));
    }

    [Fact]
    public void Points_bins_bands_and_overrides_of_scorecards_are_changed()
    {
        var score = Scored(CaseDocuments.Card("""
            {"id":"clean","facts":{"violations":0},"expect":{"score":70,"grade":"A"}},
            {"id":"filed","facts":{"violations":1,"filed":true},"expect":{"grade":"D","override":"O1"}}
            """), "card");
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "ChangePoints C1/1 points 10 11"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "ChangePoints C1/3 points -30 -29"));
        Assert.Equal(MutantOutcome.Survived, Outcome(score, "OpenOrCloseBound C1/2 violations [1..3) [1..3]"));
        Assert.Equal(MutantOutcome.Equivalent, Outcome(score, "ShiftBound A score >= 60 >= 59"));
        Assert.Equal(MutantOutcome.Killed, Outcome(score, "DropItem O1"));
    }

    [Fact]
    public void With_the_suggestions_added_no_mutant_survives()
    {
        foreach (var (rules, key) in new[] { (CaseDocuments.Thresholds(""), "thresholds"), (CaseDocuments.List(""), "list"), (CaseDocuments.Card(""), "card") })
        {
            var document = rules.Document(key)!;
            var guarded = document with { Cases = document.Cases.AddRange(Scored(rules, key).Suggestions) };
            var again = Scored(RuleSet.Compile(rules.Keys.Select(k => k == key ? guarded : rules.Document(k)!)).RuleSet!, key);
            Assert.Equal(again.Score.Total, again.Score.Count);
            Assert.Empty(again.Suggestions);
        }
    }

    [Fact]
    public void Of_more_mutants_than_wanted_the_same_sample_is_tried_whatever_the_cases()
    {
        var options = new MutationOptions { MostMutants = 10 };
        var rows = SmallTables.Rows(new Random(2), 12);
        var bare = Scored(CaseDocuments.Small(SmallTables.Table("first", "", rows), []), "table", options);
        var cased = Scored(CaseDocuments.Golden(SmallTables.Table("first", "", rows), SmallTables.Points.Take(9)), "table", options);
        Assert.True(bare.IsSampled);
        Assert.Equal(10, bare.Mutants.Length);
        Assert.Equal(bare.Mutants.Select(Text), cased.Mutants.Select(Text));
        Assert.Equal(bare.Total, Scored(CaseDocuments.Small(SmallTables.Table("first", "", rows), []), "table").Total);
    }

    [Fact]
    public void Without_budget_or_when_cancelled_nothing_is_claimed()
    {
        var rules = CaseDocuments.Thresholds("");
        Assert.All(Scored(rules, "thresholds", new MutationOptions { StepsPerMutant = 0 }).Mutants, m => Assert.NotEqual(MutantOutcome.Equivalent, m.Outcome));
        var cancelled = MutationScore.Of(rules, "thresholds", null, new CancellationToken(canceled: true));
        Assert.All(cancelled.Mutants, m => Assert.Equal(MutantOutcome.NotDecided, m.Outcome));
        Assert.NotEmpty(cancelled.Mutants);
    }

    [Fact]
    public void Scripts_are_not_mutated()
    {
        var rules = Rules.Set(Rules.Parcel, """{"kind":"script","key":"s","facts":"parcel","outputs":[{"name":"x","type":"number"}],"source":"function decide(facts) { return { x: 1 }; }"}""");
        Assert.False(Scored(rules, "s").IsMutated);
        Assert.Empty(Scored(rules, "s").Mutants);
    }

    // Mutants move bounds by a whole step, and one place beyond: the points of the domain, on a finer grid.
    private static readonly List<string> Grid =
    [
        .. from code in new[] { "null", "\"\"", "\"7\"", "\"8\"", "\"81\"", "\"84\"", "\"840\"", "\"841\"", "\"85\"", "\"9\"", "\"91\"" }
           from value in new[] { "null", "0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4" }
           from grade in new[] { "A", "B", "C" }
           from flag in new[] { "null", "true", "false" }
           select $$"""{"code":{{code}},"value":{{value}},"grade":"{{grade}}","flag":{{flag}}}""",
    ];

    private static MutationScore Scored(RuleSet rules, string key, MutationOptions? options = null) =>
        MutationScore.Of(rules, key, options, TestContext.Current.CancellationToken);

    private static CaseResult Run(RuleSet rules, Case item)
    {
        var document = rules.Document("table")! with { Cases = [item] };
        return CaseRun.Run(RuleSet.Compile(rules.Keys.Select(k => k == "table" ? document : rules.Document(k)!)).RuleSet!, "table").Single();
    }

    private static string Shown(RuleSet rules, string point)
    {
        var evaluation = rules.Evaluate("table", rules.Facts("table", point));
        return evaluation.Faults.IsEmpty ? evaluation.Outputs.ToString() : "fault";
    }

    private static MutantOutcome Outcome(MutationScore score, string mutant) => Find(score, mutant).Outcome;

    private static Mutant Find(MutationScore score, string mutant) =>
        score.Mutants.FirstOrDefault(m => Text(m) == mutant) ?? throw new KeyNotFoundException($"{mutant} is not among\n{string.Join('\n', score.Mutants.Select(Text))}");

    private static string Text(Mutant m) => string.Join(' ', new[] { m.Kind.ToString(), m.Item, m.Column, m.Before, m.After }.Where(t => !string.IsNullOrEmpty(t)));
}
