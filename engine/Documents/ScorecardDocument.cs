using System.Collections.Immutable;

namespace Policy.Engine.Documents;

/// <summary>A scorecard: points by characteristic, a grade by score, and hard overrides.</summary>
public sealed record ScorecardDocument : Document
{
    /// <inheritdoc/>
    public override string Kind => "scorecard";

    /// <summary>Points before any characteristic.</summary>
    public decimal Base { get; init; }

    /// <summary>Characteristics; their points are added.</summary>
    public ImmutableArray<Characteristic> Characteristics { get; init; } = [];

    /// <summary>Grade bands over the score; the first band that holds gives the grade.</summary>
    public ImmutableArray<GradeBand> Grades { get; init; } = [];

    /// <summary>Overrides; the first whose condition is true sets the grade whatever the score.</summary>
    public ImmutableArray<GradeOverride> Overrides { get; init; } = [];
}

/// <summary>A characteristic: the first bin that holds gives the points, none gives 0.</summary>
/// <param name="Id">Stable id, unique in the scorecard.</param>
/// <param name="Input">FEEL expression over the facts.</param>
/// <param name="Bins">Bins, in order.</param>
/// <param name="Title">Label in both languages; null when the input serves.</param>
/// <param name="Locked">True when no zone below may replace or withdraw the characteristic.</param>
public sealed record Characteristic(
    string Id,
    string Input,
    ImmutableArray<Bin> Bins,
    LocalizedText? Title = null,
    bool Locked = false);

/// <summary>A bin.</summary>
/// <param name="When">FEEL unary test on the characteristic's input.</param>
/// <param name="Points">Points added when it holds; may be negative.</param>
public sealed record Bin(string When, decimal Points);

/// <summary>A grade band.</summary>
/// <param name="Grade">The grade.</param>
/// <param name="When">FEEL unary test on the score.</param>
public sealed record GradeBand(string Grade, string When);

/// <summary>A hard override.</summary>
/// <param name="Id">Stable id, unique in the scorecard.</param>
/// <param name="When">FEEL condition over the facts.</param>
/// <param name="Grade">The grade it sets.</param>
/// <param name="LegalBasis">Legal act behind it; null when the document's serves.</param>
/// <param name="Locked">True when no zone below may replace or withdraw the override.</param>
public sealed record GradeOverride(string Id, string When, string Grade, string? LegalBasis = null, bool Locked = false);
