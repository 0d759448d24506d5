namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A case gave another result than expected. Cure: correct the document, or the case if the result is
    /// right.</summary>
    public const string CaseDiffers = "PE1601";

    /// <summary>A case could not be decided soundly. Cure: correct what the fault names.</summary>
    public const string CaseFaulted = "PE1602";

    /// <summary>A property that the document states does not hold. Cure: correct the rows, or the property if they are
    /// right.</summary>
    public const string PropertyBroken = "PE1603";
}
