using Policy.Engine.Compiling;
using Policy.Engine.Scripts;
using Policy.Engine.Tests.Workflows;

namespace Policy.Engine.Tests.Scripts;

/// <summary>Compiles and runs scripts over the sample facts.</summary>
internal static class ScriptFixture
{
    public static (CompiledDocument? Compiled, Diagnostic[] Found) Compile(string source, params TableOutput[] outputs)
    {
        var reporter = new Reporter("script");
        var document = new ScriptDocument { Key = "script", Source = source,
            Outputs = [.. outputs.Length == 0 ? [Output("x", FieldType.Number)] : outputs] };
        var compiled = ScriptCompiler.Compile(document, Sample.Parcel, reporter);
        Assert.Equal(reporter.HasErrors, compiled is null);
        return (compiled, [.. reporter.Found]);
    }

    public static Evaluation Run(string source, string facts, params TableOutput[] outputs)
    {
        var (compiled, found) = Compile(source, outputs);
        Assert.Equal([], found.Select(d => $"{d.Span} {d.Message.En}"));
        return compiled!.Evaluate(Sample.Facts(facts), null, trace: false);
    }

    public static TableOutput Output(string name, FieldType type, params string[] values) =>
        new() { Name = name, Type = type, Values = [.. values] };
}
