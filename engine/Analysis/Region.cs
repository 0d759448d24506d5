using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>A region of the inputs throughout which two versions each give one outcome, and not the same.</summary>
/// <param name="When">The inputs that matter, each with its values as a FEEL cell (<c>inf</c> for no bound); empty for
/// everywhere.</param>
/// <param name="Before">Outcome of the earlier version; an output that depends on the facts is shown as
/// <c>{"expression":…}</c>, a fault as <c>{"fault":code}</c>.</param>
/// <param name="After">Outcome of the later version, likewise.</param>
/// <param name="RowsBefore">Ids of the rows that decide in the earlier version; empty for the default.</param>
/// <param name="RowsAfter">Ids of those that decide in the later version.</param>
/// <param name="Witness">Facts on which the two versions, evaluated, differ; null when none were found.</param>
public sealed record Region(
    ImmutableSortedDictionary<string, string> When,
    Value Before,
    Value After,
    ImmutableArray<string> RowsBefore,
    ImmutableArray<string> RowsAfter,
    Facts? Witness)
{
    /// <summary>True when the witness proves the difference; false when it is possible as far as the cells tell.</summary>
    public bool IsProved => Witness is not null;

    /// <summary>Tells facts of the region from others.</summary>
    internal Func<Facts, bool?> Area { get; init; } = static _ => null;

    /// <summary>Whether facts lie in the region. With <c>forEach</c>: whether one of their items does. A difference that was only sought
    /// (flows, scripts, workflows) has the region of all facts on which the two versions differ.</summary>
    /// <param name="facts">Facts of the later version's fact type, or of one that hands them over in an object field of its name.</param>
    /// <returns>Null when the facts are of another type, or a condition of the region cannot be evaluated by itself.</returns>
    public bool? Covers(Facts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return Area(facts);
    }
}
