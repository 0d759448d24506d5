using Policy.Host.Embedded;
using Policy.Rules.Simulations;

[assembly: AssemblyFixture(typeof(Policy.Rules.Tests.PostgresFixture))]

namespace Policy.Rules.Tests;

/// <summary>A private PostgreSQL server for all tests of the assembly; each store gets a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"policy-rules-{Guid.NewGuid():N}");
    private EmbeddedPostgres? _server;
    private int _databases;

    public async ValueTask InitializeAsync() =>
        _server = await EmbeddedPostgres.Start(new EmbeddedPostgresOptions { DataFolder = _folder });

    public async Task<StoreUnderTest> NewStore(IDeclarationGenerator? generator = null) => await StoreUnderTest.Start(
        await _server!.CreateDatabase($"rules{Interlocked.Increment(ref _databases)}"),
        Path.Combine(_folder, "store.key"),
        generator: generator);

    public async ValueTask DisposeAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        Directory.Delete(_server.Folder, recursive: true);
    }
}
