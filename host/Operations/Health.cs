using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Policy.Rules.Releases;

namespace Policy.Host.Operations;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: releases are loaded and the store answers;
/// what stands in the way, or a newer release that could not be taken over, is named.</summary>
internal static class Health
{
    public static void AddPolicyHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<StoreCheck>("store", timeout: TimeSpan.FromSeconds(3))
        .AddCheck<ReleasesCheck>("releases");

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

    private sealed class StoreCheck(NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
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
}
