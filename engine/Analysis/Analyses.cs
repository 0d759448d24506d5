using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>The analyses of each kind of document.</summary>
internal static class Analyses
{
    /// <summary>True for documents of rows, entries or bins: these have regions.</summary>
    public static bool AreFor(Document document) => document is DecisionTableDocument or ListDocument or ScorecardDocument;

    public static ImmutableArray<Finding> Run(RuleSet rules, string key, Budget budget, AnalysisOptions options)
    {
        var document = rules.Document(key)!;
        if (Subject.Of(rules, key) is not { } subject)
        {
            budget.End();
            return [];
        }

        return document switch
        {
            DecisionTableDocument table => [.. Periods.Find(subject, budget, options), .. Table(subject, table, budget, options)],
            ListDocument list => [.. Periods.Find(subject, budget, options), .. ListFindings.Find(subject, list, budget, options)],
            _ => ScorecardFindings.Find(subject, (ScorecardDocument)document, budget, options),
        };
    }

    public static Finding NotDecided(string document) => new()
    {
        Code = FindingCode.NotDecided, Severity = Severity.Warning, Document = document, IsProved = false, Message = Messages.NotDecided,
    };

    /// <summary>Of a document that decides by code: no fault of it, but nothing was proved either.</summary>
    public static Finding NotAnalysed(string document) => NotDecided(document) with
    {
        Severity = Severity.Information, Message = Messages.NotAnalysed,
    };

    private static ImmutableArray<Finding> Table(Subject subject, DecisionTableDocument table, Budget budget, AnalysisOptions options)
    {
        var builder = new SpaceBuilder();
        var reading = new TableReading(subject, table, builder);
        var space = builder.Build();
        var study = new Study(subject, reading.In(space), space, budget, options);
        Gaps.Find(study);
        Overlaps.Find(study);
        var reached = Unreachables.Find(study);
        Redundancies.Find(study, reached);
        UnusedInputs.Find(study);
        return [.. study.Findings];
    }
}
