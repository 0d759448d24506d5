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
public sealed record Zone(string Key, LocalizedText Title, string? Parent, ZoneStatus Status);
