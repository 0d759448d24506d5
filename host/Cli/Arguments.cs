using System.CommandLine;

namespace Policy.Host.Cli;

/// <summary>Arguments and options that several verbs share.</summary>
internal static class Arguments
{
    /// <summary>Files or folders of documents that must exist.</summary>
    public static Argument<string[]> Paths()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Documents: files, or folders with all below; an overlay lies upon the one before it.",
        };
        paths.Validators.Add(result => MustExist(result.Tokens.Select(t => t.Value), result.AddError));
        return paths;
    }

    /// <summary>The same as an option.</summary>
    public static Option<string[]> Rules()
    {
        var rules = new Option<string[]>("--rules")
        {
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            Required = true,
            HelpName = "PATH",
            Description = "Documents: files, or folders with all below them.",
        };
        rules.Validators.Add(result => MustExist(result.Tokens.Select(t => t.Value), result.AddError));
        return rules;
    }

    /// <summary>Language of messages.</summary>
    public static Option<string> Language()
    {
        var language = new Option<string>("--lang")
        {
            DefaultValueFactory = _ => "en",
            Description = "Language of messages.",
        };
        language.AcceptOnlyFromAmong("en", "zh-CN");
        return language;
    }

    private static void MustExist(IEnumerable<string> paths, Action<string> refuse)
    {
        foreach (var path in paths)
            if (!File.Exists(path) && !Directory.Exists(path)) refuse($"There is no file or folder `{path}`.");
    }
}
