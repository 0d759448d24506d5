using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Startup;

/// <summary>The program as its operator meets it: started, stopped, killed and started again.</summary>
public sealed class StartupTests(InstalledPlatform installed) : IClassFixture<InstalledPlatform>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_survives_being_killed_together_with_its_database()
    {
        using var folder = await installed.Copy();
        var accounts = await File.ReadAllTextAsync(Path.Combine(folder.Path, "demo-accounts.json"), Cancellation);
        await using (var first = HostProcess.Start(folder.Path))
        {
            await first.Ready(Cancellation);
            var server = DatabaseProcess(folder)!;
            await first.Kill(Cancellation);
            server.Kill();
        }

        await using var second = HostProcess.Start(folder.Path);
        var address = await second.Ready(Cancellation);

        Assert.Equal(accounts, await File.ReadAllTextAsync(Path.Combine(folder.Path, "demo-accounts.json"), Cancellation));
        Assert.Equal(HttpStatusCode.OK, await SignIn(address, accounts));
    }

    [Fact]
    public async Task A_killed_host_does_not_leave_its_database_running()
    {
        using var folder = await installed.Copy();
        await using var host = HostProcess.Start(folder.Path);
        await host.Ready(Cancellation);
        var server = DatabaseProcess(folder)!;

        await host.Kill(Cancellation);

        await server.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Null(DatabaseProcess(folder));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Asked_to_stop_it_stops_the_database_cleanly_and_the_next_start_finds_everything(string signal)
    {
        using var folder = await installed.Copy();
        var accounts = await File.ReadAllTextAsync(Path.Combine(folder.Path, "demo-accounts.json"), Cancellation);
        await using (var first = HostProcess.Start(folder.Path))
        {
            await first.Ready(Cancellation);
            await first.Signal(signal, Cancellation);
            await first.Ended(Cancellation);
            Assert.Equal(0, first.ExitCode);
        }

        Assert.Null(DatabaseProcess(folder));
        var log = await File.ReadAllTextAsync(Path.Combine(folder.Path, "postgres", "server.log"), Cancellation);
        Assert.Contains("database system is shut down", log, StringComparison.Ordinal);

        await using var second = HostProcess.Start(folder.Path);
        Assert.Equal(HttpStatusCode.OK, await SignIn(await second.Ready(Cancellation), accounts));
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_ends_with_one_clear_message()
    {
        using var folder = await installed.Copy();
        await using var first = HostProcess.Start(folder.Path);
        var address = await first.Ready(Cancellation);

        await using var second = HostProcess.Start(folder.Path);
        await second.Ended(Cancellation);

        Assert.Equal(2, second.ExitCode);
        Assert.Contains("in use by another process", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = address };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", Cancellation)).StatusCode);
    }

    private static async Task<HttpStatusCode> SignIn(Uri address, string accounts)
    {
        var author = JsonElement.Parse(accounts).GetProperty("users").EnumerateArray().First();
        using var client = new HttpClient { BaseAddress = address };
        using var answer = await client.PostAsync("/api/login", JsonContent.Create(author), Cancellation);
        return answer.StatusCode;
    }

    private static Process? DatabaseProcess(TemporaryFolder folder)
    {
        var file = Path.Combine(folder.Path, "postgres", "cluster", "postmaster.pid");
        return File.Exists(file) ? Process.GetProcessById(int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture)) : null;
    }
}
