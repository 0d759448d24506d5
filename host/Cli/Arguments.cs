using System.CommandLine;
using System.CommandLine.Parsing;

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
    public static Option<string[]> Rules(string name = "--rules")
    {
        var rules = new Option<string[]>(name)
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

    /// <summary>A file of facts, or standard input.</summary>
    public static Option<string> Facts()
    {
        var facts = new Option<string>("--facts")
        {
            Required = true,
            HelpName = "FILE|-",
            Description = "NDJSON of facts; - reads standard input.",
        };
        facts.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not "-" and var file }] && !File.Exists(file))
                result.AddError($"There is no file `{file}`.");
        });
        return facts;
    }

    /// <summary>Refuses the name of a file that cannot be written.</summary>
    public static void MustBeWritable(OptionResult result)
    {
        if (result.Tokens is not [{ Value: var file }]) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (Directory.Exists(file)) result.AddError($"`{file}` is a folder; name the file to write.");
        else if (!Directory.Exists(folder)) result.AddError($"There is no folder `{folder}` for {result.Option.Name} to write into; make it first.");
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
