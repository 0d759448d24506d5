using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>Tries the mutants of a document: its own cases first, then cases that could be added, then exactly.</summary>
internal sealed class Trial
{
    private const int FewestMutants = 20;
    private const int MostWork = 1_000_000;

    private readonly Subject _subject;
    private readonly RuleSet _rules;
    private readonly string _key;
    private readonly AnalysisOptions _perMutant;
    private readonly CancellationToken _cancellation;
    private readonly Variants _variants;
    private readonly CaseNames _names;
    private readonly CaseSuite _own;
    private readonly CaseSuite _ready;

    private Trial(Subject subject, MutationOptions options, CancellationToken cancellation)
    {
        (_subject, _rules, _key, _cancellation) = (subject, subject.Rules, subject.Document.Key, cancellation);
        _perMutant = new AnalysisOptions { Steps = options.StepsPerMutant, MostPerCode = 5 };
        _variants = new Variants(_rules, _key);
        (_own, _ready) = (new CaseSuite(_rules, _key), new CaseSuite(_rules, _key));
        _own.Add(subject.Document.Cases);
        var boundaries = BoundaryCases.Of(_rules, _key, new AnalysisOptions { Steps = options.StepsPerMutant }, cancellation);
        _ready.Add(boundaries.Cases);
        _names = new CaseNames([.. subject.Document.Cases, .. boundaries.Cases]);
    }

    public static MutationScore Of(RuleSet rules, string key, MutationOptions options, CancellationToken cancellation)
    {
        if (rules.Document(key) is FactTypeDocument || Subject.Of(rules, key) is not { } subject || Mutation.Of(subject) is not { } all)
            return new MutationScore(key, [], 0, false);
        var (sample, total) = Sample(all, Most(subject.Document, options), subject.Document);
        var trial = new Trial(subject, options, cancellation);
        var mutants = ImmutableArray.CreateBuilder<Mutant>();
        foreach (var mutation in sample)
        {
            if (trial.Tried(mutation) is { } mutant) mutants.Add(mutant);
            else total--;
        }

        return new MutationScore(key, mutants.DrainToImmutable(), total, true);
    }

    /// <summary>Null when the mutant is no document.</summary>
    private Mutant? Tried(Mutation mutation)
    {
        var mutant = new Mutant(
            mutation.Kind, mutation.Item, mutation.Column, mutation.Before, mutation.After, MutantOutcome.NotDecided, null, null);
        if (_cancellation.IsCancellationRequested) return mutant;
        if (_variants.Compile(mutation.Make()) is not { } variant) return null;
        if (_own.Killer(variant) is { } killer) return mutant with { Outcome = MutantOutcome.Killed, KilledBy = killer.Id };
        if (_ready.Killer(variant) is { } ready) return mutant with { Outcome = MutantOutcome.Survived, Case = ready };

        // The mutant comes first, because facts are made from the cases of the later version.
        var difference = Difference.Between(variant, _rules, _key, _perMutant, _cancellation);
        return difference.SameBehaviour switch
        {
            true => mutant with { Outcome = MutantOutcome.Equivalent },
            false => mutant with { Outcome = MutantOutcome.Survived, Case = CaseFor(mutation, difference) },
            null => mutant,
        };
    }

    private Case? CaseFor(Mutation mutation, Difference difference)
    {
        var witnesses = difference.Regions.Select(r => r.Witness).OfType<Facts>();
        var made = witnesses.Select(w => ReadyCase.Of(_subject, w, "", GoalText.GuardTitle(mutation))).FirstOrDefault(c => c is not null);
        if (made is null) return null;
        made = made with { Id = _names.Unused(GoalText.Guard(mutation)) };
        _ready.Add(made);
        return made;
    }

    private static int Most(Document document, MutationOptions options)
    {
        var items = document switch
        {
            DecisionTableDocument table => table.Rows.Length,
            ListDocument list => list.Entries.Length,
            _ => 1,
        };
        return Math.Min(options.MostMutants, Math.Max(FewestMutants, MostWork / Math.Max(1, items)));
    }

    /// <summary>At most so many, each as likely as any other, in their order; and how many there are.</summary>
    private static (IEnumerable<Mutation> Sample, int Total) Sample(IEnumerable<Mutation> all, int most, Document document)
    {
        var (kept, total) = (new List<(int At, Mutation Mutation)>(), 0);
        Dice? dice = null;
        foreach (var mutation in all)
        {
            if (kept.Count < most) kept.Add((total, mutation));
            else if ((dice ??= new Dice(Seed(document))).Below(total + 1) is var place && place < most) kept[place] = (total, mutation);
            total++;
        }

        return (kept.OrderBy(k => k.At).Select(k => k.Mutation), total);
    }

    /// <summary>Cases do not belong to it: with more of them the same mutants are tried.</summary>
    private static ulong Seed(Document document) => ulong.Parse(
        DocumentJson.Hash(document with { Cases = [], Properties = [] })["sha256:".Length..][..16], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
