using Microsoft.AspNetCore.Components.Authorization;
using Policy.Admin;
using Policy.Host.Api;
using Policy.Host.Embedded;
using Policy.Host.Jobs;
using Policy.Host.Operations;
using Policy.Host.Security;
using Policy.Host.Startup;
using Policy.Rules;
using Policy.Rules.Simulations;
using Policy.Seed;

namespace Policy.Host;

/// <summary>The running platform: everything put together, in this one place.</summary>
public sealed class Platform : IAsyncDisposable
{
    /// <summary>Largest body the server reads to its end, in bytes; an endpoint that streams lifts it for itself. It
    /// is above what endpoints take, so that who sends too much gets an answer instead of a broken
    /// connection.</summary>
    private const long LargestBody = 128 * 1024 * 1024;

    private readonly WebApplication app;
    private readonly PolicySettings settings;

    private Platform(WebApplication app, PolicySettings settings, EmbeddedPostgres? database) =>
        (this.app, this.settings, Database) = (app, settings, database);

    /// <summary>The embedded database; null when the site has one of its own.</summary>
    public EmbeddedPostgres? Database { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Its services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>What to tell the person who started it.</summary>
    public string ReadyText
    {
        get
        {
            var url = Address.ToString().TrimEnd('/');
            var accounts = File.Exists(settings.DemoAccountsFile) ? settings.DemoAccountsFile : null;
            return $"政策平台已就绪：{url}{(accounts is null ? "" : $"（账号：{accounts}）")}{Environment.NewLine}"
                + $"Policy platform ready at {url}{(accounts is null ? "" : $" (accounts: {accounts})")}";
        }
    }

    /// <summary>Starts everything; what it answers is ready. Throws <see cref="EmbeddedPostgresException"/> when there
    /// is no database to be had.</summary>
    /// <param name="args">Settings as <c>--Policy:Data=…</c>; they win over the environment.</param>
    /// <param name="cancellation">Stops starting.</param>
    public static async Task<Platform> Start(string[] args, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(Platform).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        var settings = PolicySettings.From(builder.Configuration);
        Directory.CreateDirectory(settings.DataFolder);
        var database = settings.ConnectionString is null
            ? await EmbeddedPostgres.Start(
                new() { DataFolder = Path.Combine(settings.DataFolder, "postgres") }, cancellation)
            : null;
        try
        {
            AddServices(builder, settings, settings.ConnectionString ?? database!.ConnectionString);
            var app = builder.Build();
            Map(app, settings);
            await app.Services.GetRequiredService<FirstStart>().Run(cancellation);
            await app.StartAsync(cancellation);
            return new Platform(app, settings, database);
        }
        catch
        {
            if (database is not null)
                await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for Ctrl-C, SIGTERM or the like, and finishes what is under way.</summary>
    public Task WaitForShutdown() => app.WaitForShutdownAsync();

    /// <summary>Finishes what is under way and stops; the database last.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
    }

    private static void AddServices(WebApplicationBuilder builder, PolicySettings settings, string connectionString)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        if (new[] { "urls", "http_ports", "https_ports" }.All(name => builder.Configuration[name] is null))
            builder.WebHost.UseUrls(PolicySettings.DefaultUrl);

        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddPolicyStore(connectionString, store =>
            (store.KeyFile, store.AuditKeys) = (settings.KeyFile, settings.AuditKeys));
        services.AddPolicySecurity(builder.Configuration, settings);
        services.AddPolicyTelemetry();
        services.AddPolicyHealth();
        services.AddSingleton<DemoAccounts>();
        services.AddSingleton<DeclarationGenerator>();
        services.AddSingleton<IDeclarationGenerator>(
            static provider => provider.GetRequiredService<DeclarationGenerator>());
        services.AddSingleton<PrepareDayKeys>();
        services.AddSingleton<MakeCheckpoint>();
        services.AddSingleton<ReplayDecisions>();
        services.AddSingleton<FirstStart>();
        services.AddHostedService<FollowReleases>();
        services.AddHostedService<WatchTrials>();

        if (settings.Roles.Contains("api"))
            services.AddPolicyApi();
        if (settings.Roles.Contains("admin"))
        {
            services.AddPolicyDesk();
            services.AddScoped<AuthenticationStateProvider, SessionWatch>();
        }

        if (settings.Roles.Contains("jobs"))
            services.AddPolicyJobs();
    }

    private static void Map(WebApplication app, PolicySettings settings)
    {
        app.UsePolicyApi();
        app.UsePolicySecurity();
        app.MapPolicyHealth();
        app.MapPrometheusScrapingEndpoint().AllowAnonymous();
        if (settings.Roles.Contains("api"))
        {
            if (!settings.Federated)
                app.MapApiSignIn();
            app.MapPolicyApi();
        }

        if (settings.Roles.Contains("admin"))
        {
            app.MapDeskSignIn(settings.Federated);
            app.MapPolicyDesk();
        }
    }
}
