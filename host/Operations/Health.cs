using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Operations;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: releases are loaded and the store answers;
/// what stands in the way, a newer release that could not be taken over, or an open alert is named.</summary>
internal static class Health
{
    public static void AddPolicyHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<StoreCheck>("store", timeout: TimeSpan.FromSeconds(3))
        .AddCheck<ReleasesCheck>("releases")
        .AddCheck<AlertsCheck>("alerts", timeout: TimeSpan.FromSeconds(3));

    public static void MapPolicyHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = static _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).AllowAnonymous();
    }

    private static Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.Select(static e =>
            new { name = e.Key, status = e.Value.Status.ToString(), text = e.Value.Description }),
    });

    private sealed class StoreCheck(NpgsqlDataSource source, TimeProvider clock) : IHealthCheck
    {
        // What is effective from now on, and recorded when, is by the clock of the host: those of all hosts should agree.
        private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = source.CreateCommand("select clock_timestamp()");
                var theirs = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
                var ahead = clock.GetUtcNow() - theirs;
                return ahead.Duration() < Skew
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Degraded(
                        $"本机时钟与数据库相差 {ahead.TotalSeconds:0} 秒，请校时。This host's clock differs from the database's by {ahead.TotalSeconds:0} s: set it right.");
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("数据库没有应答。The database does not answer.");
            }
        }
    }

    private sealed class ReleasesCheck(ActiveReleases releases) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(
                !releases.Loaded
                    ? HealthCheckResult.Unhealthy(releases.Trouble ?? "尚未加载发布版本。Releases are not loaded yet.")
                : releases.Trouble is { } trouble ? HealthCheckResult.Degraded(trouble)
                : HealthCheckResult.Healthy());
    }

    // Without a database there is nothing to say here: the check of the store says it.
    private sealed class AlertsCheck(Alerts alerts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var open = await alerts.OpenCount(cancellationToken);
                return open == 0
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Degraded($"有 {open} 条未处理的警报，见 GET /api/alerts。{open} alerts are open: see GET /api/alerts.");
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                return HealthCheckResult.Healthy();
            }
        }
    }
}
