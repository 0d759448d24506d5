namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>An overlay for another document. Cure: give both the same key.</summary>
    public const string OverlayKey = "PE1701";

    /// <summary>Items that the parent's kind of document does not have. Cure: remove them.</summary>
    public const string OverlayKind = "PE1702";

    /// <summary>An id that the parent's document does not have. Cure: correct or remove it.</summary>
    public const string OverlayItem = "PE1703";

    /// <summary>An item that the parent has locked. Cure: leave it alone.</summary>
    public const string OverlayLocked = "PE1704";
}
