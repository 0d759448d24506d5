using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Policy.Host.Tests.Fixtures;
using Policy.Rules;

namespace Policy.Host.Tests.Startup;

/// <summary>A site with a PostgreSQL of its own, and more than one host on it.</summary>
[Collection(PlatformTests.Collection)]
public sealed class OwnServerTests(RunningPlatform running)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_that_start_at_once_on_an_empty_database_install_it_once_and_make_accounts_only_when_asked()
    {
        using var folder = new TemporaryFolder();
        var connection = await running.Database.CreateDatabase("together", Cancellation);

        string Data(string name) => Path.Combine(folder.Path, name);
        Task<Platform> Start(string name, bool accounts) => Platform.Start(
            running.SettingsOfAnother(Data(name), connection, $"--Policy:DemoAccounts={accounts}"), Cancellation);
        var starts = new[] { Start("a", false), Start("b", false) };
        await using var first = await starts[0];
        await using var second = await starts[1];
        await using var third = await Start("c", true);

        var zones = await second.Services.GetRequiredService<PolicyStore>().Zones(Cancellation);
        Assert.Equal(["guangzhou", "hangzhou", "national", "qingdao", "zhangjiagang"], zones.Select(static z => z.Key).Order());
        Assert.Equal(["c"], new[] { "a", "b", "c" }.Where(name => File.Exists(Path.Combine(Data(name), "demo-accounts.json"))));
        Assert.DoesNotContain("accounts:", first.ReadyText, StringComparison.Ordinal);
        Assert.Null(first.Database);
    }

    [Fact]
    public async Task A_host_runs_only_the_roles_it_is_given()
    {
        using var folder = new TemporaryFolder();
        await using var jobs = await Platform.Start(
            running.SettingsOfAnother(folder.Path, null, "--Policy:Roles=jobs"), Cancellation);
        using var client = new HttpClient { BaseAddress = jobs.Address };

        using var api = await client.GetAsync("/api/zones", Cancellation);
        using var desk = await client.GetAsync("/login", Cancellation);
        using var health = await client.GetAsync("/health/ready", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, desk.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task An_unknown_role_is_refused_with_the_cure()
    {
        using var folder = new TemporaryFolder();

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Platform.Start(
            running.SettingsOfAnother(folder.Path, null, "--Policy:Roles=api,clerk"), Cancellation));

        Assert.Contains("`api,clerk`", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("api, admin, jobs", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_with_another_key_than_its_database_is_told_so()
    {
        using var folder = new TemporaryFolder();

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Platform.Start(
            running.SettingsOfAnother(folder.Path, null, $"--Policy:KeyFile={Path.Combine(folder.Path, "other.key")}"), Cancellation));

        Assert.Contains("is not the key of this database", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_names_what_is_checked_and_metrics_are_given_to_Prometheus()
    {
        var client = running.Anonymous();

        var ready = await client.GetFromJsonAsync<JsonElement>("/health/ready", Cancellation);
        var live = await client.GetStringAsync("/health/live", Cancellation);
        var metrics = await client.GetStringAsync("/metrics", Cancellation);

        Assert.Equal(["store", "releases", "alerts"], ready.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal("Healthy", live);
        Assert.Contains("http_server_request_duration_seconds", metrics, StringComparison.Ordinal);
    }
}
