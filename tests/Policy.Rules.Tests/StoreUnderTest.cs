using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules.Tests;

/// <summary>One host's store on a database, with a clock of its own.</summary>
public sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _keyFile;

    private readonly IDeclarationGenerator? _generator;

    private StoreUnderTest(string connectionString, string keyFile, int logCapacity, IDeclarationGenerator? generator)
    {
        (ConnectionString, _keyFile, _generator) = (connectionString, keyFile, generator);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(generator ?? new TestParcels());
        services.AddPolicyStore(connectionString, options => (options.KeyFile, options.LogCapacity) = (keyFile, logCapacity));
        _services = services.BuildServiceProvider();
    }

    public static Actor Author { get; } = new("author", Role.Author);

    public static Actor OtherAuthor { get; } = new("author2", Role.Author);

    public static Actor Approver { get; } = new("approver", Role.Approver);

    public static Actor Administrator { get; } = new("administrator", Role.Administrator);

    public string ConnectionString { get; }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };

    public PolicyStore Store => _services.GetRequiredService<PolicyStore>();

    public ActiveReleases Active => _services.GetRequiredService<ActiveReleases>();

    public DecisionLog Log => _services.GetRequiredService<DecisionLog>();

    public DayKeys Keys => _services.GetRequiredService<DayKeys>();

    public EnterpriseRegister Enterprises => _services.GetRequiredService<EnterpriseRegister>();

    public SimulationStore Simulations => _services.GetRequiredService<SimulationStore>();

    public NpgsqlDataSource Source => _services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<StoreUnderTest> Start(
        string connectionString, string keyFile, int logCapacity = 20_000, IDeclarationGenerator? generator = null)
    {
        var store = new StoreUnderTest(connectionString, keyFile, logCapacity, generator);
        await store.Store.PrepareSchema();
        return store;
    }

    /// <summary>Another host on the same database.</summary>
    public Task<StoreUnderTest> OtherHost(int logCapacity = 20_000) => Start(ConnectionString, _keyFile, logCapacity, _generator);

    public async Task<T?> Scalar<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
