using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>What happens when several rows hit (DMN 1.5, section 8.2.8).</summary>
public enum HitPolicy
{
    /// <summary>At most one row may hit; two are a fault.</summary>
    Unique,

    /// <summary>Several rows may hit when their outputs are equal; else a fault.</summary>
    Any,

    /// <summary>The hit whose outputs come first in the outputs' <c>values</c>.</summary>
    Priority,

    /// <summary>The first hit in row order.</summary>
    First,

    /// <summary>All hits in row order.</summary>
    RuleOrder,

    /// <summary>All hits in the order of the outputs' <c>values</c>.</summary>
    OutputOrder,

    /// <summary>All hits, as a list.</summary>
    Collect,

    /// <summary>The sum of the hits' single output.</summary>
    CollectSum,

    /// <summary>The smallest of the hits' single output.</summary>
    CollectMin,

    /// <summary>The largest of the hits' single output.</summary>
    CollectMax,

    /// <summary>The number of hits.</summary>
    CollectCount,
}

/// <summary>How the outputs of the goods lines become one value, for documents with <c>forEach</c>.</summary>
public enum Combine
{
    /// <summary>A list, one item per line.</summary>
    Collect,

    /// <summary>The sum of numbers; absent values count as nothing.</summary>
    Sum,

    /// <summary>The last in the order of the output's <c>values</c> (from best to worst).</summary>
    Worst,

    /// <summary>The largest number.</summary>
    Max,

    /// <summary>True when every line's value is true.</summary>
    All,

    /// <summary>True when any line's value is true.</summary>
    Any,
}

/// <summary>A decision table: input cells are FEEL unary tests, output cells FEEL expressions.</summary>
public sealed record DecisionTableDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "decisionTable";

    /// <summary>A list field of the facts; the table then runs once for each item, whose fields come first in
    /// scope. Null: once for the facts.</summary>
    public string? ForEach { get; init; }

    /// <summary>The hit policy; unique by default, as in DMN.</summary>
    public HitPolicy HitPolicy { get; init; } = HitPolicy.Unique;

    /// <summary>Input columns.</summary>
    public ImmutableArray<TableInput> Inputs { get; init; } = [];

    /// <summary>Output columns.</summary>
    public ImmutableArray<TableOutput> Outputs { get; init; } = [];

    /// <summary>Rows, in order.</summary>
    public ImmutableArray<TableRow> Rows { get; init; } = [];
}

/// <summary>An input column.</summary>
/// <param name="Expression">FEEL expression over the facts, often a field's name.</param>
/// <param name="Title">Heading in both languages; null when the expression serves.</param>
public sealed record TableInput(string Expression, LocalizedText? Title = null);

/// <summary>An output column.</summary>
public sealed record TableOutput
{
    /// <summary>Name of the output.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the output.</summary>
    public required FieldType Type { get; init; }

    /// <summary>Heading in both languages; null when the name serves.</summary>
    public LocalizedText? Title { get; init; }

    /// <summary>Unit of a number; null when it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Allowed texts; their order is the priority order (first wins) and, for <see cref="Combine.Worst"/>,
    /// runs from best to worst.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>FEEL expression of the value when no row hits; null gives <c>null</c>.</summary>
    public string? Default { get; init; }

    /// <summary>How the lines' values become one; only with <see cref="DecisionTableDocument.ForEach"/>.</summary>
    public Combine Combine { get; init; } = Combine.Collect;
}

/// <summary>A row.</summary>
public sealed record TableRow
{
    /// <summary>Stable id, unique in the table; it survives moves and edits.</summary>
    public required string Id { get; init; }

    /// <summary>One unary test per input column.</summary>
    public ImmutableArray<string> When { get; init; } = [];

    /// <summary>One expression per output column.</summary>
    public ImmutableArray<string> Then { get; init; } = [];

    /// <summary>What it means, as officers and reasons say it, in both languages; null when there is no note.</summary>
    public LocalizedText? Note { get; init; }

    /// <summary>Legal act behind the row; null when the document's serves.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>First day (UTC+8) on which the row applies; null: always has.</summary>
    public DateOnly? From { get; init; }

    /// <summary>First day (UTC+8) on which the row applies no more; null: no end.</summary>
    public DateOnly? To { get; init; }

    /// <summary>True when no zone below may replace or withdraw the row.</summary>
    public bool Locked { get; init; }

    /// <summary>In an overlay: id of the parent's row before which a new row goes; null: at the end.</summary>
    public string? Before { get; init; }
}
