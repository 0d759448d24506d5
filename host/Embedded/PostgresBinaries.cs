using System.Globalization;
using System.Text.RegularExpressions;

namespace Policy.Host.Embedded;

/// <summary>PostgreSQL's programs on this machine.</summary>
/// <param name="Folder">The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">Their major version.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest version the store works with.</summary>
    private const int Oldest = 14;

    public string Initdb => Path.Combine(Folder, "initdb" + Suffix);

    public string Control => Path.Combine(Folder, "pg_ctl" + Suffix);

    private static string Suffix => OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Finds them on the machine, else downloads them once.</summary>
    /// <param name="options">Where to look.</param>
    /// <param name="major">Version of the existing database files; null when there are none yet.</param>
    /// <param name="account">Who must be able to run them.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static async Task<PostgresBinaries> Find(
        EmbeddedPostgresOptions options, int? major, ServerAccount account, CancellationToken cancellation)
    {
        var package = new PostgresPackage(options);
        var folders = (options.SearchFolders ?? UsualFolders()).Concat(package.Unpacked());
        foreach (var folder in folders.Distinct(StringComparer.Ordinal))
        {
            if (await Inspect(folder, account, cancellation) is { } found && Fits(found.Major, major))
                return found;
        }

        try
        {
            var folder = await package.Download(major, cancellation);
            return await Inspect(folder, account, cancellation)
                ?? throw new InvalidOperationException($"The programs in {folder} do not run on this machine.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            var wanted = major is null ? "" : $" {major}";
            throw new EmbeddedPostgresException(
                $"本机没有 PostgreSQL{wanted}，也无法下载（{e.Message}）。两种办法：安装 PostgreSQL{wanted}；" +
                "或用 ConnectionStrings__Policy 指定已有的 PostgreSQL。",
                $"There is no PostgreSQL{wanted} on this machine, and it cannot be downloaded ({e.Message}). " +
                $"Two ways out: install PostgreSQL{wanted}; or name a server of your own in ConnectionStrings__Policy.",
                e);
        }
    }

    private static bool Fits(int found, int? wanted) => wanted is null ? found >= Oldest : found == wanted;

    private static async Task<PostgresBinaries?> Inspect(
        string folder, ServerAccount account, CancellationToken cancellation)
    {
        var candidate = new PostgresBinaries(folder, 0);
        if (!File.Exists(candidate.Initdb) || !File.Exists(candidate.Control))
            return null;
        var version = await account.Run(candidate.Initdb, ["--version"], Path.GetPathRoot(folder)!, cancellation);
        var number = VersionNumber().Match(version.Output);
        return version.Succeeded && number.Success
            ? candidate with { Major = int.Parse(number.ValueSpan, CultureInfo.InvariantCulture) }
            : null;
    }

    private static IEnumerable<string> UsualFolders()
    {
        string[] patterns = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin")]
            : OperatingSystem.IsMacOS()
                ? ["/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin", "/Library/PostgreSQL/*/bin",
                    "/Applications/Postgres.app/Contents/Versions/*/bin"]
                : ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin", "/usr/libexec/postgresql*",
                    "/home/linuxbrew/.linuxbrew/opt/postgresql*/bin"];
        return Programs.Folders.Concat(patterns.SelectMany(NewestFirst));
    }

    private static IEnumerable<string> NewestFirst(string pattern)
    {
        var star = pattern.Split('*');
        var parent = Path.GetDirectoryName(star[0] + "x")!;
        if (!Directory.Exists(parent))
            return [];
        return Directory.GetDirectories(parent, Path.GetFileName(star[0]) + "*")
            .Select(folder => folder + star[1])
            .OrderByDescending(static f => int.TryParse(VersionNumber().Match(f).ValueSpan, out var n) ? n : 0);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex VersionNumber();
}
