using System.Collections.Immutable;
using Policy.Engine.Analysis;
using Policy.Engine;

namespace Policy.Rules.Comparisons;

/// <summary>A document with the rules it is compiled in.</summary>
/// <param name="Rules">All of them.</param>
/// <param name="Document">The document, overlays applied.</param>
public sealed record ComparedDocument(RuleSet Rules, Document Document);

/// <summary>How two sides of a policy differ.</summary>
/// <param name="Before">The one side.</param>
/// <param name="After">The other.</param>
/// <param name="Difference">What is written differently, and where they decide differently.</param>
/// <param name="Text">The lines of both; null for documents that are made up of rows.</param>
/// <param name="Traffic">By region of the difference: how much of the zone's recent traffic lies in it; null where that cannot be told,
/// as for a document whose facts no declaration holds.</param>
public sealed record PolicyComparison(
    ComparedDocument Before, ComparedDocument After, Difference Difference, ImmutableArray<TextLine>? Text, ImmutableArray<Traffic?> Traffic);

/// <summary>How much of the recent traffic a region covers.</summary>
/// <param name="Parcels">The newest recorded decisions whose facts lie in the region.</param>
/// <param name="Of">The newest recorded decisions, as many as were looked at.</param>
public sealed record Traffic(int Parcels, int Of)
{
    /// <summary>The share, from 0 to 1; null when nothing was decided yet.</summary>
    public decimal? Share => Of == 0 ? null : decimal.Round((decimal)Parcels / Of, 6);
}
