namespace Policy.Host.Cli;

/// <summary>What a verb tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Clean = 0;

    /// <summary>The work was done and found errors.</summary>
    public const int Errors = 1;

    /// <summary>The arguments, or the files they name, cannot be used.</summary>
    public const int Unusable = 2;
}
