using System.Collections.Immutable;
using System.Text.Json;

namespace Policy.Engine.Analysis;

/// <summary>The difference of two versions of a document: what is written, and exactly where they decide differently. All other
/// documents are taken to be those of the respective rule set.</summary>
/// <param name="Rows">The structural difference.</param>
/// <param name="Regions">Disjoint regions where the outcome differs. Outcomes are the outputs of a table per line, the effect of a
/// list, score, grade and override of a scorecard, all outputs of other documents.</param>
/// <param name="IsDecided">True when the regions are all there are and each is proved.</param>
public sealed record Difference(RowChanges Rows, ImmutableArray<Region> Regions, bool IsDecided)
{
    /// <summary>True when it is proved that both decide the same everywhere, false when it is proved that they do not, null when
    /// neither is.</summary>
    public bool? SameBehaviour => Regions.Any(r => r.IsProved) ? false : IsDecided && Regions.IsEmpty ? true : null;

    /// <summary>Compares the document of a key in two rule sets; a key that one of them has not throws
    /// <see cref="ArgumentException"/>.</summary>
    /// <param name="before">Rule set with the earlier version.</param>
    /// <param name="after">Rule set with the later version.</param>
    /// <param name="key">Key of the document in both.</param>
    /// <param name="options">How far to go; null: the defaults.</param>
    /// <param name="cancellation">Ends the comparison, which then gives what it has.</param>
    public static Difference Between(
        RuleSet before, RuleSet after, string key, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Document(key) is not { } one || after.Document(key) is not { } other)
            throw new ArgumentException($"There is no document `{key}` in both rule sets.", nameof(key));
        options ??= new AnalysisOptions();
        var budget = new Budget(options.Steps, cancellation);
        var regions = Differences.Between(before, after, one, other, budget, options);
        return new Difference(RowChanges.Between(one, other), regions, !budget.HasEnded && regions.All(r => r.IsProved));
    }

    /// <summary>Writes it as JSON, equal differences as equal bytes:
    /// <c>{"rows":{"added","removed","changed","moved"},"decided","regions":[…]}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        AnalysisJson.Write(writer, this);
    }
}
