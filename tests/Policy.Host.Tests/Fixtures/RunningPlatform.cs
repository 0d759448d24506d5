using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Policy.Host.Embedded;

namespace Policy.Host.Tests.Fixtures;

/// <summary>Name of the collection of tests that share one running platform.</summary>
public static class PlatformTests
{
    public const string Collection = "Platform";
}

/// <summary>Makes <see cref="RunningPlatform"/> the fixture of that collection.</summary>
[CollectionDefinition(PlatformTests.Collection)]
public sealed class PlatformCollection : ICollectionFixture<RunningPlatform>;

/// <summary>The whole platform in this process, on a free port, with a database of its own in a temporary
/// folder.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentDictionary<string, Task<string>> tokens = new(StringComparer.Ordinal);
    private readonly List<HttpClient> clients = [];
    private EmbeddedPostgres? database;
    private Platform? platform;
    private JsonElement accounts;

    public Platform Platform => platform!;

    public Uri Address => Platform.Address;

    public IServiceProvider Services => Platform.Services;

    /// <summary>The server the platform runs on.</summary>
    public EmbeddedPostgres Database => database!;

    /// <summary>Folder of the platform's files.</summary>
    public string DataFolder => Path.Combine(folder.Path, "data");

    /// <summary>The API key of the demo accounts.</summary>
    public string ApiKey => accounts.GetProperty("apiKey").GetString()!;

    public async ValueTask InitializeAsync()
    {
        database = await EmbeddedPostgres.Start(
            new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder.Path, "postgres"), SurvivesPowerCut = false });
        platform = await Platform.Start(Settings(database.ConnectionString, DataFolder));
        accounts = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(DataFolder, "demo-accounts.json")));
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(static client => client.Dispose());
        if (platform is not null)
            await platform.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Settings of one more host on this platform's database, or on another of the same key.</summary>
    public string[] SettingsOfAnother(string dataFolder, string? connectionString, params string[] more) => Settings(
        connectionString ?? Database.ConnectionString,
        dataFolder,
        [$"--Policy:KeyFile={Path.Combine(DataFolder, "store.key")}", .. more]);

    private static string[] Settings(string connectionString, string dataFolder, params string[] more) =>
    [
        $"--ConnectionStrings:Policy={connectionString}",
        $"--Policy:Data={dataFolder}",
        "--Policy:DemoAccounts=true",
        "--Policy:SignInsPerMinute=100000",
        "--urls=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Warning",
        .. more,
    ];

    /// <summary>A client that is not signed in and follows no redirects, of this host or another; the language is English.</summary>
    public HttpClient Anonymous(Uri? address = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address ?? Address };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        clients.Add(client);
        return client;
    }

    /// <summary>A client with the API key.</summary>
    public HttpClient Machine(Uri? address = null)
    {
        var client = Anonymous(address);
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
        return client;
    }

    /// <summary>A client signed in as one of the demo accounts, or <c>machine</c> for the one with the API
    /// key.</summary>
    public async Task<HttpClient> As(string name)
    {
        if (name == "machine")
            return Machine();
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetOrAdd(name, Token));
        return client;
    }

    /// <summary>The password of a demo account.</summary>
    public string Password(string name) => accounts.GetProperty("users").EnumerateArray()
        .Single(user => user.GetProperty("name").GetString() == name).GetProperty("password").GetString()!;

    private async Task<string> Token(string name)
    {
        using var answer = await Anonymous().PostAsJsonAsync("/api/login", new { name, password = Password(name) });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }
}
