namespace Policy.Engine.Scripts;

/// <summary>What one run of a script may use. The counts are exact and the same everywhere; time is the last
/// resort.</summary>
internal static class ScriptLimits
{
    /// <summary>Longest source, in UTF-16 units.</summary>
    public const int Source = 65_536;

    /// <summary>Deepest nesting of the syntax tree.</summary>
    public const int Nesting = 150;

    /// <summary>Longest text a literal may have or a method may take or give, in UTF-16 units.</summary>
    public const int Text = 10_000;

    /// <summary>Longest list.</summary>
    public const int Items = 10_000;

    /// <summary>What Jint is told: it allocates lists by doubling, and counts the room rather than the items.</summary>
    public const int Room = 16_384;

    /// <summary>Statements of one run.</summary>
    public const int Statements = 100_000;

    /// <summary>Calls within calls.</summary>
    public const int Recursion = 64;

    /// <summary>Bytes allocated by one run.</summary>
    public const long Memory = 16_000_000;

    /// <summary>Values in a result.</summary>
    public const int ResultValues = 10_000;

    /// <summary>Nesting of a result.</summary>
    public const int ResultNesting = 16;

    /// <summary>Time of one run: far above what the counts allow even on a starved machine, so that a replay there does
    /// not end otherwise.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <summary>Time of one regular expression.</summary>
    public static readonly TimeSpan Pattern = TimeSpan.FromMilliseconds(500);
}
