using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Policy.Benchmarks.Scale;

/// <summary>The host as a process of its own, whose memory is then its alone.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly string _data;

    private BenchHost(Process process, Uri address, string data, TimeSpan started) =>
        (_process, Address, _data, Started) = (process, address, data, started);

    public Uri Address { get; }

    /// <summary>From the start of the process until it was ready.</summary>
    public TimeSpan Started { get; }

    /// <summary>Memory in MB: now, and the most since <see cref="ForgetPeak"/>.</summary>
    public (int Now, int Peak) Memory => (Kilobytes("VmRSS") / 1024, Kilobytes("VmHWM") / 1024);

    /// <summary>Starts a host on a database; hosts of a database share the first one's folder.</summary>
    public static async Task<BenchHost> Start(string connectionString, string data, string own, string roles = "api,jobs")
    {
        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                typeof(Host.Platform).Assembly.Location, $"--ConnectionStrings:Policy={connectionString}", $"--Policy:Data={own}",
                $"--Policy:KeyFile={data}/store.key", $"--Policy:AuditKeys={data}/audit-keys", "--Policy:DemoAccounts=true", $"--Policy:Roles={roles}",
                "--Policy:SignInsPerMinute=10000", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error",
            ])
        {
            RedirectStandardOutput = true,
        })!;
        const string ready = "Policy platform ready at ";
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith(ready, StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new BenchHost(process, new Uri(line[ready.Length..].Split(' ')[0]), data, clock.Elapsed);
        }

        throw new InvalidOperationException("The host ended before it was ready.");
    }

    /// <summary>The most memory from now on.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{_process.Id}/clear_refs", "5");

    /// <summary>A client signed in as a demo account, or with the key of the demo accounts.</summary>
    public async Task<HttpClient> As(string name)
    {
        var accounts = JsonElement.Parse(await File.ReadAllBytesAsync(Path.Combine(_data, "demo-accounts.json")));
        var client = new HttpClient { BaseAddress = Address, Timeout = Patience };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        if (name == "machine")
        {
            client.DefaultRequestHeaders.Add("X-Api-Key", accounts.GetProperty("apiKey").GetString());
            return client;
        }

        var password = accounts.GetProperty("users").EnumerateArray().Single(u => u.GetProperty("name").GetString() == name).GetProperty("password").GetString();
        var (_, token) = await client.Send(HttpMethod.Post, "/api/login", JsonSerializer.Serialize(new { name, password }));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private int Kilobytes(string name) => int.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}

/// <summary>Requests of the bench.</summary>
internal static class Requests
{
    /// <summary>Sends a request and answers ETag and body; throws what a refusal says.</summary>
    public static async Task<(string? ETag, JsonElement Body)> Send(
        this HttpClient client, HttpMethod method, string path, string? json = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)[..Math.Min(body.Length, 2000)]}");
        return (answer.Headers.ETag?.Tag, body.Length == 0 ? default : JsonElement.Parse(body));
    }
}
