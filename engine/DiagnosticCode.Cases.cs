namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A case gave another result than expected.</summary>
    public const string CaseDiffers = "PE1601";

    /// <summary>A case could not be decided soundly.</summary>
    public const string CaseFaulted = "PE1602";
}
