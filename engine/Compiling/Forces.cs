namespace Policy.Engine.Compiling;

/// <summary>What legal force means for running.</summary>
internal static class Forces
{
    /// <summary>True when the document runs in shadow: it may not change a live decision.</summary>
    public static bool IsShadow(this Document document) => document.Force is Force.Sought or Force.Encouraged;
}
