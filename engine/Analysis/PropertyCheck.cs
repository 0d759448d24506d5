using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>Whether a document keeps the properties that it states.</summary>
/// <param name="Document">Key of the document.</param>
/// <param name="Broken">What breaks them, each finding with the property's id.</param>
/// <param name="Undecided">Ids of the properties that were neither proved nor refuted.</param>
public sealed record PropertyCheck(string Document, ImmutableArray<Finding> Broken, ImmutableArray<string> Undecided)
{
    /// <summary>True when every property is proved.</summary>
    public bool Holds => Broken.IsEmpty && Undecided.IsEmpty;

    /// <summary>Checks all properties of a document of the rule set; any other key throws <see cref="ArgumentException"/>.</summary>
    /// <remarks><c>complete</c>: some row hits whatever the input, the default does not count. <c>monotone</c>: as the input goes up (an
    /// ordered text from best to worst), the output never goes down (<c>nondecreasing</c>) or up (<c>nonincreasing</c>); texts by their
    /// place in the output's <c>values</c>; absent values are not compared. <c>implies</c>: wherever <c>when</c> is true,
    /// <c>then</c> is true; both may name the outputs. <c>notLooserThan</c>: no output with <c>values</c>, which run from best to worst,
    /// comes before that of the other document, and no effect of a list is weaker.</remarks>
    /// <param name="rules">The rule set.</param>
    /// <param name="key">Key of the document.</param>
    /// <param name="zones">The rule set of a zone, for <c>notLooserThan</c>; null, for the parameter or the result: such
    /// properties stay undecided.</param>
    /// <param name="options">How far to go for each property; null: the defaults.</param>
    /// <param name="cancellation">Ends the check, which then gives what it has.</param>
    public static PropertyCheck Of(
        RuleSet rules, string key, Func<string, RuleSet?>? zones = null, AnalysisOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Document(key) is not { } document) throw new ArgumentException($"There is no document `{key}`.", nameof(key));
        var (broken, undecided) = (ImmutableArray.CreateBuilder<Finding>(), ImmutableArray.CreateBuilder<string>());
        foreach (var property in document.Properties)
        {
            var budget = new Budget((options ?? new AnalysisOptions()).Steps, cancellation);
            var found = Properties.Check(rules, key, property, zones ?? (static _ => null), budget);
            broken.AddRange(found.Where(f => f.IsProved));
            if (budget.HasEnded || found.Any(f => !f.IsProved)) undecided.Add(property.Id);
        }

        return new PropertyCheck(key, broken.ToImmutable(), undecided.ToImmutable());
    }
}
