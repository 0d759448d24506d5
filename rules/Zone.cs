using Policy.Engine;

namespace Policy.Rules;

/// <summary>Status of a zone.</summary>
public enum ZoneStatus
{
    /// <summary>Approved by the State Council.</summary>
    Approved,

    /// <summary>Part of an approved zone.</summary>
    SubZone,

    /// <summary>Planned; decides nothing yet.</summary>
    Planned,
}

/// <summary>A pilot zone in the tree of zones.</summary>
/// <param name="Key">Kebab-case key; <c>national</c> is the root.</param>
/// <param name="Title">Name in both languages.</param>
/// <param name="Parent">Key of the zone whose documents it inherits; null only for the root.</param>
/// <param name="Status">Status.</param>
public sealed record Zone(string Key, LocalizedText Title, string? Parent, ZoneStatus Status)
{
    /// <summary>Longest title, in UTF-16 units.</summary>
    public const int LongestTitle = 100;

    /// <summary>Whether a text can be a zone's key: lower-case letters, digits and hyphens, at most 64 of them.</summary>
    public static bool IsKey(string text) => Keys.IsKey(text);

    /// <summary>Whether a text can be a zone's title in one language.</summary>
    public static bool IsTitle(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= LongestTitle && !text.Contains('\0', StringComparison.Ordinal);
}
