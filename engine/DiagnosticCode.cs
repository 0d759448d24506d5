namespace Policy.Engine;

/// <summary>The stable codes of diagnostics and faults. Codes are never reused.</summary>
public static partial class DiagnosticCode
{
    /// <summary>The text is not JSON. Cure: mend the JSON at the position given.</summary>
    public const string MalformedJson = "PE1001";

    /// <summary>A property the kind does not know. Cure: remove it or correct its name.</summary>
    public const string UnknownProperty = "PE1002";
}
