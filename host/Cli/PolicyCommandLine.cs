using System.CommandLine;

namespace Policy.Host.Cli;

/// <summary>The program as a tool: checks, evaluates and tests documents without a database.</summary>
public static class PolicyCommandLine
{
    /// <summary>Runs the verb that the arguments name; false when they name none, so that the server is meant.</summary>
    public static bool TryRun(string[] args, out int exitCode)
    {
        exitCode = ExitCode.Clean;
        // A word is a verb; what starts with a dash is a setting of the server, except the requests for help.
        if (args is not [var first, ..] || (first.StartsWith('-') && first is not ("-h" or "-?" or "--help" or "--version"))) return false;
        exitCode = Run(args, Terminal.OfProcess());
        return true;
    }

    /// <summary>Runs a verb on a terminal.</summary>
    internal static int Run(string[] args, Terminal terminal)
    {
        using var output = terminal.OutText();
        var parsed = Root(terminal).Parse(args);
        var exitCode = parsed.Errors.Count == 0 ? parsed.Invoke(new InvocationConfiguration { Output = output, Error = terminal.Error }) : Refuse();
        terminal.Error.Flush();
        return exitCode;

        int Refuse()
        {
            foreach (var error in parsed.Errors) terminal.Error.WriteLine(error.Message);
            terminal.Error.WriteLine("Run with --help to see verbs and options.");
            return ExitCode.Unusable;
        }
    }

    private static RootCommand Root(Terminal terminal) => new("Policy platform for cross-border e-commerce pilot zones. Without a verb it starts the server.")
    {
        CheckCommand.Create(terminal),
        EvalCommand.Create(terminal),
        TestCommand.Create(terminal),
    };
}
