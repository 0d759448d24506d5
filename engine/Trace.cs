using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>Why a document gave its result: every item tried, cell by cell.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Passes">One pass; with <c>forEach</c>, one per item.</param>
public sealed record Trace(string Document, ImmutableArray<TracePass> Passes);

/// <summary>One pass over the rows, entries, bins or rules.</summary>
/// <param name="Line">One-based position of the item with <c>forEach</c>; null without.</param>
/// <param name="Items">The items, in order.</param>
/// <param name="Output">What the pass gave.</param>
public sealed record TracePass(int? Line, ImmutableArray<TraceItem> Items, Value Output)
{
    private Lazy<ImmutableArray<TraceItem>>? _derived;

    /// <summary>The items, in order.</summary>
    public ImmutableArray<TraceItem> Items
    {
        get => _derived?.Value ?? field;
        init
        {
            field = value;
            _derived = null;
        }
    } = Items;

    /// <summary>A pass whose items are derived only when somebody reads them.</summary>
    internal static TracePass Derived(int? line, Func<ImmutableArray<TraceItem>> items, Value output) =>
        new(line, [], output) { _derived = new Lazy<ImmutableArray<TraceItem>>(items) };
}

/// <summary>One row, entry, characteristic, override or rule.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InPeriod">False when its effective period excludes the declaration's day; its cells are then empty.</param>
/// <param name="Hit">True when all its cells hold.</param>
/// <param name="Decided">True when it is among those that decided.</param>
/// <param name="Cells">Its cells up to and including the first that fails.</param>
public sealed record TraceItem(string Id, bool InPeriod, bool Hit, bool Decided, ImmutableArray<TraceCell> Cells);

/// <summary>One cell.</summary>
/// <param name="Column">The column's expression or field.</param>
/// <param name="Test">The cell's text.</param>
/// <param name="Value">The value it was tested against.</param>
/// <param name="Holds">True or false; null when the test gave null (an absent value, a fault).</param>
public sealed record TraceCell(string Column, string Test, Value Value, bool? Holds);
