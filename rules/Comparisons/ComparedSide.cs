using System.Globalization;

namespace Policy.Rules.Comparisons;

/// <summary>What a zone has under a key, at one place of its life.</summary>
public enum SideKind
{
    /// <summary>The composed document in force now.</summary>
    InForce,

    /// <summary>The draft.</summary>
    Draft,

    /// <summary>A version of the zone's own, composed with what its parent has in force now.</summary>
    Version,

    /// <summary>The composed document of a release.</summary>
    Release,
}

/// <summary>One side of a comparison.</summary>
/// <param name="Zone">Key of the zone; null: the zone that is asked about.</param>
/// <param name="Kind">Which document.</param>
/// <param name="Number">Number of the version or release; 0 for the others.</param>
public sealed record ComparedSide(string? Zone, SideKind Kind, int Number = 0)
{
    private const string InForceText = "inForce";
    private const string DraftText = "draft";
    private const string ReleaseText = "release:";

    /// <summary>Reads <c>inForce</c>, <c>draft</c>, <c>3</c> (a version), <c>release:5</c>, the key of a zone (what is in force there), or
    /// one of the first four behind that key and a colon; null for any other text.</summary>
    public static ComparedSide? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Within(null, text) is { } here) return here;
        var (zone, rest) = text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (text[..colon], text[(colon + 1)..]) : (text, InForceText);
        return Keys.IsKey(zone) ? Within(zone, rest) : null;
    }

    /// <summary>The text that is read as this.</summary>
    public override string ToString()
    {
        var place = Kind switch
        {
            SideKind.InForce => InForceText,
            SideKind.Draft => DraftText,
            SideKind.Version => Number.ToString(CultureInfo.InvariantCulture),
            _ => ReleaseText + Number.ToString(CultureInfo.InvariantCulture),
        };
        return Zone is null ? place : Kind == SideKind.InForce ? Zone : $"{Zone}:{place}";
    }

    private static ComparedSide? Within(string? zone, string text)
    {
        if (text == InForceText) return new ComparedSide(zone, SideKind.InForce);
        if (text == DraftText) return new ComparedSide(zone, SideKind.Draft);
        if (NumberOf(text) is { } version) return new ComparedSide(zone, SideKind.Version, version);
        return text.StartsWith(ReleaseText, StringComparison.Ordinal) && NumberOf(text[ReleaseText.Length..]) is { } release
            ? new ComparedSide(zone, SideKind.Release, release)
            : null;
    }

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
