using System.Globalization;
using CsCheck;
using Policy.Engine.Scripts;
using Policy.Engine.Tests.Workflows;
using static Policy.Engine.Tests.Scripts.ScriptFixture;

namespace Policy.Engine.Tests.Scripts;

/// <summary>The compiled form and Jint on the same scripts and facts: equal outputs, or equal faults. <c>POLICY_SAMPLES</c>
/// sets how many pairs of script and facts are tried.</summary>
public sealed class ScriptAgreementTests
{
    private const int FactsPerScript = 16;

    private static readonly int Pairs = int.Parse(Environment.GetEnvironmentVariable("POLICY_SAMPLES") ?? "2000",
        CultureInfo.InvariantCulture);

    [Fact]
    public void Random_scripts_decide_alike_compiled_and_by_Jint()
    {
        var compiled = 0;
        var decided = 0;
        var sound = 0;
        Gen.Select(Gen.Int, Gen.Int.Array[FactsPerScript]).Sample(
            (seed, facts) =>
            {
                var script = Script(RandomScript.Source(seed), FieldType.List);
                if (script.Form.IsCompiled) Interlocked.Increment(ref compiled);
                foreach (var one in facts)
                {
                    var (quick, faulted) = Agree(script, RandomScript.Facts(one));
                    if (quick) Interlocked.Increment(ref decided);
                    if (!faulted) Interlocked.Increment(ref sound);
                }
            },
            iter: Math.Max(1, Pairs / FactsPerScript),
            print: sample => $"{RandomScript.Source(sample.Item1)}\n{string.Join('\n', sample.Item2.Select(RandomScript.Facts))}");

        // The property would be empty if little were compiled, most runs faulted, or most were handed over.
        var scripts = Math.Max(1, Pairs / FactsPerScript);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{compiled} of {scripts} scripts compiled; of {scripts * FactsPerScript} runs {sound} sound, {decided} decided by the compiled form");
        Assert.InRange(compiled, scripts * 0.9, scripts);
        Assert.InRange(sound, scripts * FactsPerScript * 0.2, scripts * FactsPerScript);
        Assert.InRange(decided, sound * 0.8, sound);
    }

    internal static CompiledScript Script(string source, FieldType type)
    {
        var (compiled, found) = Compile(source, Output("x", type));
        Assert.Equal([], found.Select(d => $"{d.Span} {d.Message.En}"));
        return (CompiledScript)compiled!;
    }

    /// <summary>Compares; says whether the compiled form decided, and whether there was a fault.</summary>
    internal static (bool Quick, bool Faulted) Agree(CompiledScript script, string json)
    {
        var facts = Sample.Facts(json);
        var expected = script.Interpreted(facts, trace: false);
        var actual = script.Evaluate(facts, null, trace: false);
        Assert.Equal(Shown(expected), Shown(actual));
        var quick = script.Compiled(facts, trace: false);
        if (quick is not null) Assert.Equal(Shown(expected), Shown(quick));
        return (quick is not null, !expected.Faults.IsEmpty);
    }

    private static string Shown(Evaluation evaluation) => evaluation.Faults.IsEmpty
        ? evaluation.Outputs.ToString()
        : string.Join('\n', evaluation.Faults.Select(f => $"{f.Code} {f.Message.En}"));
}
