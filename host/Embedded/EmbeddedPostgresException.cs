namespace Policy.Host.Embedded;

/// <summary>The private server cannot run here; the message says what to do, in both languages.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    internal EmbeddedPostgresException(string chinese, string english, Exception? cause = null)
        : base($"{chinese}{Environment.NewLine}{english}", cause)
    {
    }
}
