using Policy.Engine;

namespace Policy.Host.Cli;

/// <summary>Findings about a DMN model, one line each.</summary>
internal static class ModelFindings
{
    public static void Report(TextWriter writer, string file, IEnumerable<Diagnostic> problems, string language)
    {
        foreach (var problem in problems)
        {
            var severity = problem.Severity == Severity.Error ? "error" : "warning";
            writer.WriteLine($"{file}: {problem.Pointer}: {problem.Code} {severity} {problem.Message.In(language)}");
        }
    }
}
