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
}
