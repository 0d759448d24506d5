namespace Policy.Rules.Decisions;

/// <summary>A decision was not recorded, since the store does not have the release it was decided by: the store was restored from a
/// backup made before. The host loads the releases anew by itself; the same declaration may then be decided again.</summary>
public sealed class ReleaseUnknown : Exception
{
    /// <summary>The store does not have release <paramref name="number"/> of <paramref name="zone"/>.</summary>
    public ReleaseUnknown(string zone, int number)
        : base($"The store does not have release {number} of {zone} as this host knows it; nothing was recorded.")
    {
    }
}
