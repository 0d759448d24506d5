using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Policy.Engine.Tests.Reference;

/// <summary>Runs the engine and the reference interpreter on the same random documents and facts. The environment
/// variable <c>POLICY_SAMPLES</c> sets how many pairs of document and facts each property tries.</summary>
internal static class Agreement
{
    private const int FactsPerDocument = 8;

    /// <summary>Pairs of document and facts that each property tries.</summary>
    public static readonly int Pairs = int.Parse(Environment.GetEnvironmentVariable("POLICY_SAMPLES") ?? "2000",
        CultureInfo.InvariantCulture);

    /// <summary>Every random document compiles, and on all facts outputs, matched ids and the presence of faults
    /// agree.</summary>
    public static void Check<T>(
        Gen<T> documents, Func<T, Document[]> all, Func<T, Dictionary<string, object?>, ReferenceResult> reference)
    {
        Gen.Select(documents, RandomFacts.Json.Array[FactsPerDocument]).Sample(
            (document, facts) =>
            {
                var set = all(document);
                var compilation = RuleSet.Compile([RandomFacts.Type, .. set]);
                var errors = compilation.Diagnostics.Where(d => d.Severity == Severity.Error);
                Assert.Equal([], errors.Select(d => $"{d.Document}{d.Pointer} {d.Code} {d.Message.En}"));
                foreach (var json in facts)
                    Compare(compilation.RuleSet!, set[^1].Key, json, f => reference(document, f));
            },
            iter: Math.Max(1, Pairs / FactsPerDocument),
            print: sample => $"{string.Join('\n', all(sample.Item1).Select(d => Encoding.UTF8.GetString(DocumentJson.Write(d))))}\n{string.Join('\n', sample.Item2)}");
    }

    private static void Compare(
        RuleSet rules, string key, string json, Func<Dictionary<string, object?>, ReferenceResult> reference)
    {
        var reading = Facts.Read(rules.FactTypeOf(key)!, Encoding.UTF8.GetBytes(json));
        Assert.Equal([], reading.Problems.Select(p => $"{p.Pointer} {p.Message.En}"));
        using var parsed = JsonDocument.Parse(json);
        var expected = reference(Plain.Facts(RandomFacts.Type.Fields, parsed.RootElement));
        var actual = rules.Evaluate(key, reading.Facts!);
        var traced = rules.Evaluate(key, reading.Facts!, trace: true);

        Assert.Equal(Shown(expected.Outputs, expected.Matched, expected.Faulted, json),
            Shown(Plain.From(actual.Outputs), actual.Matched, !actual.Faults.IsEmpty, json));
        Assert.Equal((actual.Outputs, string.Join(' ', actual.Matched)),
            (traced.Outputs, string.Join(' ', traced.Matched)));
        Assert.Equal(actual.Faults, traced.Faults);
        Assert.Equal([], expected.Matched.Except(Decided(traced)));
    }

    private static string Shown(object? outputs, IEnumerable<string> matched, bool faulted, string json) =>
        $"{Plain.Json(outputs)} by {string.Join(' ', matched)}{(faulted ? " with faults" : "")} for {json}";

    private static IEnumerable<string> Decided(Evaluation evaluation) => evaluation.Steps.IsEmpty
        ? (evaluation.Trace?.Passes ?? []).SelectMany(p => p.Items).Where(i => i.Hit).Select(i => i.Id)
        : evaluation.Steps.SelectMany(s => Decided(s.Evaluation).Select(id => $"{s.Step}/{id}"));
}
