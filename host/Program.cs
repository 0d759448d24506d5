using Policy.Host;
using Policy.Host.Cli;
using Policy.Host.Embedded;

if (PolicyCommandLine.TryRun(args, out var exitCode))
    return exitCode;

try
{
    await using var platform = await Platform.Start(args);
    Console.WriteLine(platform.ReadyText);
    await platform.WaitForShutdown();
    return 0;
}
catch (Exception e) when (e is EmbeddedPostgresException or SettingsException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
