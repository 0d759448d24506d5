namespace Policy.Host.Embedded;

/// <summary>How to run the private server.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Folder of the server: database files, logs, port and password. Made when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>False skips flushing to the disk: what was committed still survives a killed process, but not a power
    /// cut. For tests.</summary>
    public bool SurvivesPowerCut { get; init; } = true;

    /// <summary>Folders searched for PostgreSQL's programs; null: PATH and the folders of the usual
    /// distributions.</summary>
    public IReadOnlyList<string>? SearchFolders { get; init; }

    /// <summary>Where downloaded programs are kept; null: the user's cache.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The npm registry; null: as npm is configured.</summary>
    public Uri? Registry { get; init; }
}
