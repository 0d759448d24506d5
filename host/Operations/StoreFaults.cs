using Npgsql;
using Policy.Rules.Decisions;

namespace Policy.Host.Operations;

/// <summary>Tells a store that does not answer, which passes by itself, from everything else.</summary>
internal static class StoreFaults
{
    /// <summary>True when the database cannot be reached, is starting or going down, or is full.</summary>
    public static bool IsUnavailable(Exception e) => e switch
    {
        DecisionLogUnavailable or TimeoutException => true,
        PostgresException { SqlState: ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] } => true,
        PostgresException => false,
        NpgsqlException => true,
        _ => e.InnerException is { } inner && IsUnavailable(inner),
    };
}
