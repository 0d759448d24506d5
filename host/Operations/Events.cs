namespace Policy.Host.Operations;

/// <summary>The numbered log events of the host. Numbers are never reused; no event carries personal data.</summary>
internal static partial class Events
{
    [LoggerMessage(1001, LogLevel.Information, "Embedded PostgreSQL runs in {Folder}")]
    public static partial void EmbeddedDatabaseRuns(this ILogger logger, string folder);

    [LoggerMessage(1002, LogLevel.Information, "Zones and policy packs are in place")]
    public static partial void PacksInPlace(this ILogger logger);

    [LoggerMessage(1003, LogLevel.Warning,
        "There are no accounts: set Policy__DemoAccounts=true for trying, or configure Authentication__OpenIdConnect")]
    public static partial void NoAccounts(this ILogger logger);

    [LoggerMessage(2001, LogLevel.Information, "Day keys are ready up to {Day:O}")]
    public static partial void DayKeysReady(this ILogger logger, DateOnly day);

    [LoggerMessage(2002, LogLevel.Warning, "{Count} simulations of hosts that died have ended as failed")]
    public static partial void SimulationsAbandoned(this ILogger logger, int count);

    [LoggerMessage(2003, LogLevel.Information, "The sampling key of {Day:O} is revealed")]
    public static partial void DayKeyRevealed(this ILogger logger, DateOnly day);

    [LoggerMessage(2004, LogLevel.Information, "Checkpoint {Number} is made, with {Decisions} decisions")]
    public static partial void CheckpointMade(this ILogger logger, long number, int decisions);

    [LoggerMessage(2005, LogLevel.Warning, "No checkpoint: {Why}")]
    public static partial void NoCheckpoint(this ILogger logger, string why);

    [LoggerMessage(2006, LogLevel.Information, "{Count} decisions were replayed, all to the same bytes")]
    public static partial void ReplaysSame(this ILogger logger, long count);

    [LoggerMessage(2007, LogLevel.Error, "{Different} of {Count} decisions came out otherwise when they were replayed; see GET /api/alerts")]
    public static partial void ReplaysDiffer(this ILogger logger, long different, long count);

    [LoggerMessage(2008, LogLevel.Information, "Release {Number} of {Zone} has taken effect")]
    public static partial void ReleaseActivated(this ILogger logger, string zone, int number);

    [LoggerMessage(2009, LogLevel.Warning, "The activation of releases could not be scheduled; it comes round within a minute")]
    public static partial void ActivationNotScheduled(this ILogger logger, Exception exception);
}
