using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Policy.Host.Tests.Fixtures;
using Policy.Rules;
using Policy.Rules.Releases;
using Quartz;

namespace Policy.Host.Tests.Jobs;

/// <summary>The clustered schedule: jobs run on one of the hosts, and what was missed is made up for.</summary>
[Collection(PlatformTests.Collection)]
public sealed class ActivationTests(RunningPlatform running)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_that_became_due_while_no_host_ran_jobs_is_activated_once_when_two_start()
    {
        using var folder = new TemporaryFolder();
        var connection = await running.Database.CreateDatabase("activation", Cancellation);
        await using var api = await Start("api", "api");
        Assert.Null(api.Services.GetService<ISchedulerFactory>());
        var due = await Withdraw(api, TimeSpan.FromMilliseconds(100));
        Assert.Equal(0L, await Activations(api, due.Number));

        var starts = new[] { Start("a", "jobs"), Start("b", "jobs") };
        await using var first = await starts[0];
        await using var second = await starts[1];
        await Until(async () => await Activations(api, due.Number) > 0);

        // One that is to come is announced to both, and both keep the watch for it.
        var next = await Roll(api, due, TimeSpan.FromSeconds(2));
        await Until(async () => await Activations(api, next.Number) > 0);
        Assert.Equal(1L, await Activations(api, due.Number));
        Assert.Equal(1L, await Activations(api, next.Number));
        Assert.Equal(1L, await Scalar(api, "select count(distinct sched_name) from quartz.qrtz_scheduler_state"));
        Assert.Equal(2L, await Scalar(api, "select count(*) from quartz.qrtz_scheduler_state"));

        Task<Platform> Start(string name, string roles) => Platform.Start(
            running.SettingsOfAnother(Path.Combine(folder.Path, name), connection, $"--Policy:Roles={roles}"), Cancellation);
    }

    private static async Task<Release> Withdraw(Platform host, TimeSpan ahead) => Succeeded(await Store(host).Execute(
        new WithdrawPolicies("guangzhou", ["channel-thresholds"], TimeProvider.System.GetUtcNow() + ahead, "test", Approver), Cancellation));

    private static async Task<Release> Roll(Platform host, Release last, TimeSpan ahead) => Succeeded(await Store(host).Execute(
        new RollbackRelease("guangzhou", last.Number - 1, "test", Approver, TimeProvider.System.GetUtcNow() + ahead), Cancellation));

    private static Actor Approver { get; } = new("approver", Role.Approver);

    private static PolicyStore Store(Platform host) => host.Services.GetRequiredService<PolicyStore>();

    private static Release Succeeded(Result<Release> result)
    {
        Assert.True(result.Succeeded, result.Refusal?.Message.En);
        return result.Value!;
    }

    private static Task<long> Activations(Platform host, int number) => Scalar(
        host,
        "select count(*) from policy.mt_events where stream_id = 'guangzhou' and type = 'release_activated' "
        + $"and (data ->> 'number')::int = {number}");

    private static async Task<long> Scalar(Platform host, string sql)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        while (!await done()) await Task.Delay(100, patience.Token);
    }
}
