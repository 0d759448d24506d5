using System.Text;
using CsCheck;

namespace Policy.Engine.Tests.Reference;

/// <summary>Agreement on documents that never hit would prove nothing.</summary>
public sealed class RandomDocumentTests
{
    [Fact]
    public void Random_tables_reach_every_outcome_of_every_hit_policy()
    {
        var seen = new HashSet<(HitPolicy Policy, string Outcome)>();
        var samples = Gen.Select(Choice.Among(RandomDocuments.Table(each: false), RandomDocuments.Table(each: true)),
            RandomFacts.Json.Array[8]);
        samples.Sample((table, facts) => Look(table, facts, seen), iter: 1_500, threads: 1, seed: "0000KWkUWIi3");

        foreach (var policy in Enum.GetValues<HitPolicy>())
        {
            Assert.Contains((policy, "hit"), seen);
            Assert.Contains((policy, "no hit"), seen);
            Assert.Contains((policy, "several"), policy is HitPolicy.Unique or HitPolicy.First or HitPolicy.Priority
                ? [(policy, "several"), .. seen] : seen);
        }

        foreach (var code in new[] { "PE2103", "PE2110", "PE2111", "PE2112" })
            Assert.Contains(seen, s => s.Outcome == code);
    }

    private static void Look(DecisionTableDocument table, string[] facts,
        HashSet<(HitPolicy Policy, string Outcome)> seen)
    {
        var rules = RuleSet.Compile([RandomFacts.Type, table]).RuleSet!;
        foreach (var json in facts)
        {
            var evaluation = rules.Evaluate("table",
                Facts.Read(rules.FactTypeOf("table")!, Encoding.UTF8.GetBytes(json)).Facts!);
            foreach (var fault in evaluation.Faults) seen.Add((table.HitPolicy, fault.Code));
            if (evaluation.Faults.IsEmpty)
                seen.Add((table.HitPolicy,
                    evaluation.Matched.Length switch { 0 => "no hit", 1 => "hit", _ => "several" }));
        }
    }
}
