using System.Collections.Immutable;
using System.Text;

namespace Policy.Engine.Tests;

/// <summary>Shortens what nearly every test of documents does.</summary>
internal static class Rules
{
    public const string Parcel = """
        {"kind":"factType","key":"parcel","fields":[
          {"name":"hs","type":"text","optional":true},{"name":"value","type":"number","optional":true},
          {"name":"grade","type":"text","values":["AA","A","B","C","D"],"ordered":true,"optional":true},
          {"name":"licensed","type":"boolean","optional":true},{"name":"declaredAt","type":"instant","optional":true},
          {"name":"firm","type":"object","optional":true,"fields":[{"name":"violations","type":"number"}]},
          {"name":"goods","type":"list","optional":true,"fields":[
            {"name":"line","type":"number","optional":true},{"name":"code","type":"text"},
            {"name":"name","type":"text","optional":true},{"name":"origin","type":"text","optional":true},
            {"name":"price","type":"number","optional":true}]}]}
        """;

    public const string Firm = """
        {"kind":"factType","key":"firm","fields":[{"name":"violations","type":"number"},{"name":"filed","type":"boolean","optional":true}]}
        """;

    public static Document Document(string json)
    {
        var reading = DocumentJson.Read(Encoding.UTF8.GetBytes(json));
        Assert.Empty(reading.Problems);
        return reading.Document!;
    }

    public static Compilation Compile(params string[] documents) => RuleSet.Compile([.. documents.Select(Document)]);

    public static RuleSet Set(params string[] documents)
    {
        var compilation = Compile(documents);
        Assert.DoesNotContain(compilation.Diagnostics, d => d.Severity == Severity.Error);
        return compilation.RuleSet!;
    }

    public static Facts Facts(this RuleSet rules, string key, string json)
    {
        var reading = Engine.Facts.Read(rules.FactTypeOf(key)!, Encoding.UTF8.GetBytes(json));
        Assert.Empty(reading.Problems);
        return reading.Facts!;
    }

    /// <summary>Evaluates with and without trace and demands the same result.</summary>
    public static Evaluation Evaluate(this RuleSet rules, string key, string facts)
    {
        var read = rules.Facts(key, facts);
        var plain = rules.Evaluate(key, read);
        var traced = rules.Evaluate(key, read, trace: true);
        Assert.Equal(plain.Outputs, traced.Outputs);
        Assert.Equal(plain.Matched, traced.Matched);
        Assert.Equal(plain.Faults, traced.Faults);
        Assert.Null(plain.Trace);
        Assert.NotNull(traced.Trace);
        return traced;
    }

    public static string Json(this Evaluation evaluation)
    {
        Assert.Empty(evaluation.Faults);
        return evaluation.Outputs.ToString();
    }

    public static void AssertErrors(this Compilation compilation, params (string Code, string Pointer)[] expected)
    {
        Assert.Null(compilation.RuleSet);
        Assert.Equal(expected.Order(), compilation.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => (d.Code, d.Pointer)).Order());
    }

    public static ImmutableArray<string> Codes(this Evaluation evaluation) => [.. evaluation.Faults.Select(f => f.Code)];
}
