using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>How a column of a list matches.</summary>
public enum ListMatch
{
    /// <summary>The value is equal to the entry's.</summary>
    Equals,

    /// <summary>The value (a commodity code) starts with the entry's.</summary>
    Prefix,

    /// <summary>The normalised value contains the normalised keyword.</summary>
    Keyword,
}

/// <summary>A negative or positive list: entries with an effect, matched by code, name or other fields.</summary>
public sealed record ListDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "list";

    /// <summary>A list field of the facts; the entries are then matched against each item. Null: against the facts.</summary>
    public string? ForEach { get; init; }

    /// <summary>A FEEL condition over the facts for the list to apply at all; null: always.</summary>
    public string? When { get; init; }

    /// <summary>Columns, in order.</summary>
    public ImmutableArray<ListColumn> Columns { get; init; } = [];

    /// <summary>Effects from strongest to weakest; the strongest of the hits is the list's effect.</summary>
    public ImmutableArray<string> Effects { get; init; } = [];

    /// <summary>Effect when an item matches no entry (a positive list); null: none.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Entries, in order.</summary>
    public ImmutableArray<ListEntry> Entries { get; init; } = [];
}

/// <summary>A column.</summary>
/// <param name="Field">Field of the item (or of the facts) that is matched.</param>
/// <param name="Match">How it is matched.</param>
public sealed record ListColumn(string Field, ListMatch Match);

/// <summary>An entry; every column with a value must match.</summary>
public sealed record ListEntry
{
    /// <summary>Stable id, unique in the list.</summary>
    public required string Id { get; init; }

    /// <summary>One value per column; null: the column does not matter.</summary>
    public ImmutableArray<string?> Values { get; init; } = [];

    /// <summary>One of the list's effects.</summary>
    public required string Effect { get; init; }

    /// <summary>Catalogue the entry comes from; null when none is named.</summary>
    public string? Source { get; init; }

    /// <summary>What it means, as officers and reasons say it, in both languages; null when there is no note.</summary>
    public LocalizedText? Note { get; init; }

    /// <summary>Legal act behind the entry; null when the document's serves.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>First day (UTC+8) on which the entry applies; null: always has.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First day (UTC+8) on which the entry applies no more; null: no end.</summary>
    public DateOnly? To { get; init; }

    /// <summary>True when no zone below may replace or withdraw the entry.</summary>
    public bool Locked { get; init; }
}
