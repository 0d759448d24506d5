using System.CommandLine;
using System.Text;
using System.Text.Json;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Host.Wire;

namespace Policy.Host.Cli;

/// <summary><c>diff OLD NEW</c>: what two versions of a document write differently, and where they decide differently.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var (before, after) = (Version("OLD", "The earlier version"), Version("NEW", "The later version"));
        var rules = Arguments.Rules();
        rules.Required = false;
        rules.Description = "Documents that both versions refer to; those that OLD or NEW has give way.";
        var key = new Option<string>("--key") { Description = "Key of the document, when OLD and NEW have several." };
        var language = Arguments.Language();
        var command = new Command("diff", "Compares two versions of a document as JSON; exit 0 same behaviour, 1 different, 2 not decided.")
        {
            before, after, rules, key, language,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(new Versions(
            parsed.GetRequiredValue(before),
            parsed.GetRequiredValue(after),
            parsed.GetValue(rules) ?? [],
            parsed.GetValue(key),
            parsed.GetRequiredValue(language)).Compare(terminal, cancellation)));
        return command;
    }

    private static Argument<string> Version(string name, string meaning)
    {
        var version = new Argument<string>(name) { Description = $"{meaning}: a file or folder of documents." };
        version.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var path }] && !Path.Exists(path)) result.AddError($"There is no file or folder `{path}`.");
        });
        return version;
    }

    private sealed record Versions(string Before, string After, string[] Rules, string? Key, string Language)
    {
        public int Compare(Terminal terminal, CancellationToken cancellation)
        {
            if (Load(Before, terminal) is not var (before, ones) || Load(After, terminal) is not var (after, others)) return ExitCode.Unusable;
            var common = ones.Intersect(others).Where(k => Key is null ? before.Document(k) is not FactTypeDocument : k == Key).ToList();
            if (common is not [var key])
            {
                terminal.Error.WriteLine(common.Count == 0
                    ? $"{Before} and {After} have no document in common{(Key is null ? "" : $" with the key `{Key}`")}."
                    : $"Say which one is meant by --key: {string.Join(", ", common)}.");
                return ExitCode.Unusable;
            }

            var difference = Difference.Between(before, after, key, cancellation: cancellation);
            using var output = terminal.OutText();
            output.WriteLine(Json(difference));
            return difference.SameBehaviour switch { true => ExitCode.Clean, false => ExitCode.Errors, null => ExitCode.Unusable };
        }

        private (RuleSet Rules, IReadOnlyList<string> Keys)? Load(string path, Terminal terminal)
        {
            var files = RuleFiles.Load([path], surroundings: Rules);
            if (files.Releases is [{ Rules: { } rules }] && !files.HasErrors)
                return (rules, [.. files.Documents.Select(d => d.Document.Key).Distinct()]);
            if (files.Releases.Length > 1) terminal.Error.WriteLine($"{path} has several releases: name one file, or the folder of one.");
            files.Report(terminal.Error, Language);
            return null;
        }

        private static string Json(Difference difference)
        {
            using var text = new MemoryStream();
            using (var writer = new Utf8JsonWriter(text, EvaluationJson.Options)) difference.WriteTo(writer);
            return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
        }
    }
}
