using System.CommandLine;

namespace Policy.Host.Cli;

/// <summary>The program as a tool: checks, evaluates and tests documents without a database.</summary>
public static class PolicyCommandLine
{
    /// <summary>Runs the verb that the arguments name; false when they name none: the server is meant then.</summary>
    public static bool TryRun(string[] args, out int exitCode)
    {
        // A word is a verb; what starts with a dash is a setting of the server, except the requests for help.
        var isVerb = args is ["-h" or "-?" or "--help" or "--version", ..] or [not ['-', ..], ..];
        exitCode = isVerb ? Run(args, Terminal.OfProcess()) : ExitCode.Clean;
        return isVerb;
    }

    /// <summary>Runs a verb on a terminal.</summary>
    internal static int Run(string[] args, Terminal terminal)
    {
        var parsed = Root(terminal).Parse(args);
        var exitCode = parsed.Errors.Count == 0 ? Invoke(parsed, terminal) : Refuse(parsed, terminal.Error);
        terminal.Error.Flush();
        return exitCode;
    }

    private static int Invoke(ParseResult parsed, Terminal terminal)
    {
        using var output = terminal.OutText();
        return parsed.Invoke(new InvocationConfiguration { Output = output, Error = terminal.Error });
    }

    private static int Refuse(ParseResult parsed, TextWriter error)
    {
        foreach (var problem in parsed.Errors) error.WriteLine(problem.Message);
        error.WriteLine("Run with --help to see verbs and options.");
        return ExitCode.Unusable;
    }

    private static RootCommand Root(Terminal terminal) =>
        new("Policy platform for cross-border e-commerce pilot zones. Without a verb it starts the server.")
    {
        CheckCommand.Create(terminal),
        EvalCommand.Create(terminal),
        TestCommand.Create(terminal),
        AnalyzeCommand.Create(terminal),
        CoverageCommand.Create(terminal),
        DiffCommand.Create(terminal),
        SimulateCommand.Create(terminal),
        ImportCommand.Create(terminal),
        ExportCommand.Create(terminal),
        GenerateCommand.Create(terminal),
        BenchCommand.Create(terminal),
        VerifyCommand.Create(terminal),
    };
}
