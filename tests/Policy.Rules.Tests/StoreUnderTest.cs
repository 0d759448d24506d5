using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Policy.Rules.Audit;
using Policy.Rules.Comparisons;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using Policy.Rules.Trials;

namespace Policy.Rules.Tests;

/// <summary>One host's store on a database, with a clock of its own.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _keyFile;
    private readonly IDeclarationGenerator? _generator;

    private StoreUnderTest(
        string connectionString, string keyFile, string auditKeys, int logCapacity, IDeclarationGenerator? generator)
    {
        (ConnectionString, _keyFile, AuditKeys, _generator) = (connectionString, keyFile, auditKeys, generator);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(generator ?? new TestParcels());
        services.AddPolicyStore(connectionString, options =>
            (options.KeyFile, options.AuditKeys, options.LogCapacity) = (keyFile, auditKeys, logCapacity));
        _services = services.BuildServiceProvider();
    }

    public static Actor Author { get; } = new("author", Role.Author);

    public static Actor OtherAuthor { get; } = new("author2", Role.Author);

    public static Actor Approver { get; } = new("approver", Role.Approver);

    public static Actor Auditor { get; } = new("auditor", Role.Auditor);

    public static Actor Administrator { get; } = new("administrator", Role.Administrator);

    public string ConnectionString { get; }

    /// <summary>Folder of the keys that sign, one for each database.</summary>
    public string AuditKeys { get; }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public PolicyStore Store => _services.GetRequiredService<PolicyStore>();

    public ActiveReleases Active => _services.GetRequiredService<ActiveReleases>();

    public DecisionLog Log => _services.GetRequiredService<DecisionLog>();

    public DayKeys Keys => _services.GetRequiredService<DayKeys>();

    public AuditLog Audit => _services.GetRequiredService<AuditLog>();

    public Alerts Alerts => _services.GetRequiredService<Alerts>();

    public NightlyReplay Replays => _services.GetRequiredService<NightlyReplay>();

    public EnterpriseRegister Enterprises => _services.GetRequiredService<EnterpriseRegister>();

    public SimulationStore Simulations => _services.GetRequiredService<SimulationStore>();

    public PolicyComparer Comparer => _services.GetRequiredService<PolicyComparer>();

    public TrialWatch Trials => _services.GetRequiredService<TrialWatch>();

    public TrialTable TrialCounts => _services.GetRequiredService<TrialTable>();

    public NpgsqlDataSource Source => _services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<StoreUnderTest> Start(
        string connectionString,
        string keyFile,
        int logCapacity = 20_000,
        IDeclarationGenerator? generator = null,
        string? auditKeys = null)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var store = new StoreUnderTest(
            connectionString,
            keyFile,
            auditKeys ?? Path.Combine(Path.GetDirectoryName(keyFile)!, $"audit-{database}"),
            logCapacity,
            generator);
        await store.Store.PrepareSchema();
        return store;
    }

    /// <summary>Another host on the same database, or on a copy of it.</summary>
    public Task<StoreUnderTest> OtherHost(int logCapacity = 20_000, string? connectionString = null, string? auditKeys = null) =>
        Start(connectionString ?? ConnectionString, _keyFile, logCapacity, _generator, auditKeys ?? AuditKeys);

    /// <summary>Carries out SQL by hand.</summary>
    public async Task<int> Sql(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> Scalar<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
