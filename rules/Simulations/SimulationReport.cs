using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Rules.Simulations;

/// <summary>The report. Of parcels it has numbers and what decided them, never their facts.</summary>
/// <param name="Total">Declarations decided by both.</param>
/// <param name="Changed">Declarations whose outcome or channel differs.</param>
/// <param name="Skipped">Declarations that fit the fact type of neither.</param>
/// <param name="Outcomes">Counts by outcome before and after, every pair that occurs.</param>
/// <param name="Channels">Counts by channel before and after.</param>
/// <param name="Kpis">What changes on the whole.</param>
/// <param name="ByRow">In how many declarations each row decided, every row that did.</param>
/// <param name="Groups">How parcels fare by what they are; of the clearance flow only.</param>
/// <param name="Examples">The first changed parcels.</param>
public sealed record SimulationReport(
    int Total,
    int Changed,
    int Skipped,
    ImmutableArray<Transition> Outcomes,
    ImmutableArray<Transition> Channels,
    ImmutableArray<Kpi> Kpis,
    ImmutableArray<RowCounts> ByRow,
    ImmutableArray<GroupEffect> Groups,
    ImmutableArray<ChangedParcel> Examples);

/// <summary>How many went from one to the other.</summary>
public sealed record Transition(string Before, string After, int Count);

/// <summary>A number before and after.</summary>
/// <param name="Name"><c>share.</c> and an outcome or <c>green</c>: part of all declarations, 0 to 1, six digits;
/// <c>share.fraudCaught</c>: part of the parcels labelled as fraud that go red; <c>inspections</c>: how many are inspected,
/// <c>inspectionsDrawn</c>: of them drawn, <c>inspectionsExpected</c>: the sum of the sampling ratios; <c>exempted</c>: how many are
/// exempt from tax; <c>faults</c>: how many are decided closed; <c>duty</c>, <c>vat</c> and <c>consumption</c>: sums in yuan. Of
/// other documents: <c>share.</c> of each outcome, <c>faults</c>, the sum of each number.</param>
/// <param name="Before">By the baseline.</param>
/// <param name="After">By the candidate.</param>
public sealed record Kpi(string Name, decimal Before, decimal After);

/// <summary>In how many declarations a row decided.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Row">Id of the row or entry.</param>
/// <param name="Before">By the baseline.</param>
/// <param name="After">By the candidate.</param>
public sealed record RowCounts(string Document, string Row, int Before, int After);

/// <summary>How the parcels of a group fare.</summary>
/// <param name="Dimension"><c>chapter</c>: two digits of a commodity code, a parcel counts in each of its lines'; <c>country</c>: of
/// the consignee, else the first line's origin; <c>enterprise</c>: its code; <c>grade</c>: credit grade by the baseline.</param>
/// <param name="Value">The group; null: all that are not shown.</param>
/// <param name="Total">Parcels.</param>
/// <param name="Changed">Parcels decided otherwise.</param>
/// <param name="RedBefore">Parcels in the red channel by the baseline.</param>
/// <param name="RedAfter">By the candidate.</param>
public sealed record GroupEffect(string Dimension, string? Value, int Total, int Changed, int RedBefore, int RedAfter);

/// <summary>A parcel that the change decides otherwise.</summary>
/// <param name="DeclarationNo">Its number.</param>
/// <param name="Before">How the baseline decides.</param>
/// <param name="After">How the candidate decides.</param>
/// <param name="Reasons">The reasons that only one of them has.</param>
public sealed record ChangedParcel(
    string DeclarationNo, Verdict Before, Verdict After, ImmutableArray<ChangedReason> Reasons)
{
    private static LocalizedText Fault { get; } = new("故障，按最严处理", "a fault; decided closed");

    // Facts without a number are named by their place.
    internal static ChangedParcel Of(Facts facts, Judgement before, Judgement after, long place = 0) => new(
        facts.Content["declarationNo"] is { Kind: ValueKind.Text } number
            ? number.AsText() : (place + 1).ToString(CultureInfo.InvariantCulture),
        new Verdict(before.Outcome, before.Channel),
        new Verdict(after.Outcome, after.Channel),
        [.. OnlyIn(before.Reasons, after.Reasons, SimulationSide.Before), .. OnlyIn(after.Reasons, before.Reasons, SimulationSide.After)]);

    // The same row of another version is the same reason.
    private static IEnumerable<ChangedReason> OnlyIn(
        ImmutableArray<Reason> reasons, ImmutableArray<Reason> others, SimulationSide side) => reasons
        .ExceptBy(others.Select(WithoutVersion), WithoutVersion)
        .Select(r => new ChangedReason(
            side, r.Step, r.Document, r.Layer?.Version, r.Layer?.Zone, r.Row, r.IsRow ? r.Text : Fault, r.LegalBasis));

    private static Reason WithoutVersion(Reason reason) => reason with { Layer = null };
}

/// <summary>Outcome and channel.</summary>
public sealed record Verdict(string Outcome, string Channel);

/// <summary>Which of the two decided.</summary>
public enum SimulationSide
{
    /// <summary>The baseline.</summary>
    Before,

    /// <summary>The candidate.</summary>
    After,
}

/// <summary>A reason that only one of the two has: a row that decided, or a fault.</summary>
/// <param name="Side">Which.</param>
/// <param name="Step">Step of the flow; null for a fault outside the steps.</param>
/// <param name="Document">Key of the document.</param>
/// <param name="Version">The document's version nearest to the zone; null when there is none.</param>
/// <param name="Zone">Zone of that version.</param>
/// <param name="Row">Id of the row; of a fault its item, null for none.</param>
/// <param name="Text">What the row says; a fault does not say more than that it is one, as it may quote the parcel.</param>
/// <param name="LegalBasis">The legal act behind it; null when none is named.</param>
public sealed record ChangedReason(
    SimulationSide Side,
    string? Step,
    string Document,
    int? Version,
    string? Zone,
    string? Row,
    LocalizedText Text,
    string? LegalBasis);
