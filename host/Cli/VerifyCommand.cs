using System.CommandLine;
using System.Text.Json;
using Policy.Host.Api;
using Policy.Rules.Audit;

namespace Policy.Host.Cli;

/// <summary><c>verify FILE</c>: checks an exported audit file with no database.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "An export of GET /api/audit/export." };
        file.AcceptExistingOnly();
        var key = new Option<string?>("--key")
        {
            HelpName = "ID",
            Description = "Id of the platform's first signing key, as you know it from elsewhere; without it the key in the file is believed.",
        };
        var language = Arguments.Language();
        var command = new Command(
            "verify",
            "Checks an exported audit file: hashes, signatures, that each decision is in the chain, draws, replays; "
            + "a line per finding, the last line is a summary; exit 0 valid, 1 not, 2 unusable arguments.")
        {
            file, key, language,
        };
        command.SetAction((parsed, cancellation) => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(key), parsed.GetRequiredValue(language), terminal, cancellation));
        return command;
    }

    private static async Task<int> Run(
        FileInfo file, string? key, string language, Terminal terminal, CancellationToken cancellation)
    {
        ExportReport report;
        try
        {
            await using var export = file.OpenRead();
            report = await ExportVerifier.Verify(export, key, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return ExitCode.Unusable;
        }

        await using var output = terminal.OutText();
        foreach (var finding in report.Audit.Findings)
            await output.WriteLineAsync($"{finding.Place}: {finding.Code} {finding.Message.In(language)}");
        await output.WriteLineAsync(JsonSerializer.Serialize(
            new
            {
                report.Audit.Valid,
                report.Audit.Checked,
                report.Audit.Events,
                report.Audit.Decisions,
                report.Audit.Checkpoints,
                report.Audit.Unsealed,
                report.Audit.Draws,
                report.Audit.Keys,
                Findings = report.Audit.FindingCount,
                report.Replays,
                report.Scope,
            },
            ApiJson.Options));
        return report.Audit.Valid ? ExitCode.Clean : ExitCode.Errors;
    }
}
