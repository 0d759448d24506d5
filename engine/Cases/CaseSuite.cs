using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Compiling;

namespace Policy.Engine.Cases;

/// <summary>Cases that pass on a document, read once to be run on many variants of it.</summary>
internal sealed class CaseSuite(RuleSet rules, string key)
{
    private readonly List<(Case Case, Facts Facts)> _cases = [];

    /// <summary>Adds a case; one that does not pass guards nothing and is left out.</summary>
    public void Add(Case item)
    {
        var facts = Facts.Read(rules.FactTypeOf(key)!, item.Facts, submitted: false, new Reporter(""));
        if (facts is not null && Passes(rules, facts, item.Expect)) _cases.Add((item, facts));
    }

    public void Add(ImmutableArray<Case> cases)
    {
        foreach (var item in cases) Add(item);
    }

    /// <summary>The first case that fails on a variant; null when all pass.</summary>
    public Case? Killer(RuleSet variant) => _cases.FirstOrDefault(c => !Passes(variant, c.Facts, c.Case.Expect)).Case;

    private bool Passes(RuleSet on, Facts facts, JsonElement expect)
    {
        var evaluation = on.Evaluate(key, facts);
        if (!evaluation.Faults.IsEmpty) return false;
        var reporter = new Reporter(key);
        Comparison.Compare(expect, evaluation.Outputs, reporter);
        return !reporter.HasErrors;
    }
}
