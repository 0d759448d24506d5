using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>What a zone changes in its parent's document of the same key, item by item: an id that the parent has
/// replaces that item in place, a new id adds one, <see cref="Withdraw"/> removes.</summary>
public sealed record OverlayDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "overlay";

    /// <summary>Rows of a decision table.</summary>
    public ImmutableArray<TableRow> Rows { get; init; } = [];

    /// <summary>Entries of a list.</summary>
    public ImmutableArray<ListEntry> Entries { get; init; } = [];

    /// <summary>Characteristics of a scorecard.</summary>
    public ImmutableArray<Characteristic> Characteristics { get; init; } = [];

    /// <summary>Overrides of a scorecard.</summary>
    public ImmutableArray<GradeOverride> Overrides { get; init; } = [];

    /// <summary>Ids of the parent's items that do not apply in the zone.</summary>
    public ImmutableArray<string> Withdraw { get; init; } = [];
}
