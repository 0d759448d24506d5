using System.Globalization;
using System.Text.Json;
using CsCheck;
using RulesEngine.Models;

namespace Policy.Engine.Tests.Workflows;

/// <summary>Microsoft RulesEngine 6.0.1 and we give the same verdicts wherever it gives one without an error.</summary>
public sealed class OracleTests
{
    private static readonly int Pairs = int.Parse(
        Environment.GetEnvironmentVariable("POLICY_SAMPLES") ?? "2000", CultureInfo.InvariantCulture);

    // Compiling takes the rules engine most of the time: more pairs are more facts rather than more workflows.
    private static readonly int InputsPerWorkflow = Math.Max(40, Pairs / 500);

    [Fact]
    public void Verdicts_and_events_agree_with_the_rules_engine()
    {
        var (sound, faulted, succeeded, failed) = (0, 0, 0, 0);
        Gen.Select(RandomWorkflows.Json, RandomWorkflows.Input.Array[InputsPerWorkflow]).Sample(
            (workflow, inputs) =>
            {
                var ours = WorkflowTests.Compile(workflow);
                var oracle = new RulesEngine.RulesEngine([workflow], new ReSettings { UseFastExpressionCompiler = false });
                foreach (var input in inputs)
                {
                    var evaluation = ours.Evaluate(Sample.Facts(JsonSerializer.Serialize(input)), null, trace: false);
                    var verdicts = oracle.ExecuteAllRulesAsync("w", new RuleParameter("facts", input), new RuleParameter("input1", input))
                        .AsTask().GetAwaiter().GetResult();
                    foreach (var verdict in verdicts.Where(IsSound))
                    {
                        // An absent operand can keep the rules engine from an operation that we carry out, to a fault.
                        if (evaluation.Faults.Any(f => f.Item!.StartsWith(verdict.Rule.RuleName, StringComparison.Ordinal)))
                        {
                            Interlocked.Increment(ref faulted);
                            continue;
                        }

                        Interlocked.Increment(ref sound);
                        if (verdict.IsSuccess) Interlocked.Increment(ref succeeded);
                        else Interlocked.Increment(ref failed);
                        Assert.Equal(
                            (verdict.Rule.RuleName, verdict.IsSuccess),
                            (verdict.Rule.RuleName, evaluation.Matched.Contains(verdict.Rule.RuleName)));
                    }

                    if (!verdicts.All(IsSound) || !evaluation.Faults.IsEmpty) continue;
                    var events = verdicts.Where(v => v.IsSuccess && v.Rule.SuccessEvent is not null).Select(v => v.Rule.SuccessEvent);
                    Assert.Equal(events, evaluation.Outputs.AsObject()["events"].AsList().ToArray().Select(e => e.AsText()));
                }
            },
            iter: Math.Max(1, Pairs / InputsPerWorkflow),
            print: sample => $"{sample.Item1}\n{string.Join('\n', sample.Item2.Select(i => JsonSerializer.Serialize(i)))}");
        Assert.True(sound > Pairs / 2, $"only {sound} verdicts");
        Assert.True(faulted < sound / 10, $"{faulted} faults beside {sound} verdicts");
        Assert.True(succeeded > Pairs / 5 && failed > Pairs / 5, $"{succeeded} succeeded, {failed} failed");
    }

    private static bool IsSound(RuleResultTree result) =>
        string.IsNullOrEmpty(result.ExceptionMessage) && (result.ChildResults ?? []).All(IsSound);
}
