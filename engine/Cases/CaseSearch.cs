using System.Text.Json.Nodes;
using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>Makes cases for what a document's own cases leave out.</summary>
internal sealed class CaseSearch(Watch watch, CancellationToken cancellation)
{
    private const int MostGoals = 2_000;

    private readonly Witness _witness = new(watch.Subject, [.. Starts.Of(watch.Subject)]);

    public BoundaryCases Run()
    {
        var seen = watch.Cases().Select(c => c.Sight).ToList();
        var goals = Goals().Where(g => !seen.Exists(s => s.Shows(g))).Take(MostGoals).ToList();
        var (candidates, open) = (new List<Candidate>(), new List<Goal>());
        foreach (var goal in goals)
        {
            if (candidates.Exists(c => c.Sight.Shows(goal))) continue;
            if (!cancellation.IsCancellationRequested && Found(goal) is { } candidate) candidates.Add(candidate);
            else if (goal.Values is not null || !goal.Line!.Never()) open.Add(goal);
        }

        var names = new CaseNames(watch.Subject.Document.Cases);
        var chosen = Fewest(goals.Except(open).ToList(), candidates);
        return new BoundaryCases(
            watch.Subject.Document.Key,
            [.. chosen.Select(c => ReadyCase.Of(watch.Subject, c.Facts, names.Unused(c.Goal.Name), c.Goal.Title)!)],
            [.. open.Select(g => g.Name).Distinct()]);
    }

    private IEnumerable<Goal> Goals()
    {
        foreach (var line in watch.Lines) yield return Goal.Decides(line);
        foreach (var line in watch.Lines)
        {
            for (var cell = 0; cell < line.Cells.Length; cell++)
            {
                foreach (var limit in line.Cells[cell].Limits)
                foreach (var (value, set) in limit.Around()) yield return Goal.At(line, cell, value, set);
            }
        }

        foreach (var absence in watch.Absences) yield return absence;
    }

    private Candidate? Found(Goal goal)
    {
        foreach (var box in goal.Where)
        foreach (var facts in _witness.All(box))
            if (watch.See(facts) is var sight && sight.Shows(goal)) return new Candidate(goal, facts, sight);
        return null;
    }

    /// <summary>Few of the candidates that reach all goals: always the one that reaches most of what is left.</summary>
    private static IEnumerable<Candidate> Fewest(List<Goal> goals, List<Candidate> candidates)
    {
        var reaches = candidates.ToDictionary(c => c, c => goals.Where(c.Sight.Shows).ToHashSet());
        while (reaches.Count > 0 && reaches.MaxBy(r => r.Value.Count) is { Key: var best, Value: { Count: > 0 } reached })
        {
            yield return best;
            reaches.Remove(best);
            foreach (var others in reaches.Values) others.ExceptWith(reached);
        }
    }

    private sealed record Candidate(Goal Goal, Facts Facts, Sight Sight);
}

/// <summary>Facts that a person wrote, to put values into: those of the document's own cases and of the decisions it reads.</summary>
internal static class Starts
{
    private const int Most = 40;

    public static IEnumerable<JsonObject> Of(Subject subject)
    {
        var own = subject.Document.Cases.Select(c => JsonObject.Create(c.Facts)).OfType<JsonObject>().ToList();
        return own.Concat(Required(subject, own.FirstOrDefault())).Take(Most);
    }

    private static IEnumerable<JsonObject> Required(Subject subject, JsonObject? own)
    {
        foreach (var document in subject.Surroundings.Requirements.Select(r => r.Document.Source).DistinctBy(d => d.Key))
        foreach (var facts in document.Cases.Select(c => JsonObject.Create(c.Facts)).OfType<JsonObject>())
        {
            if (document.Facts == subject.Document.Facts) yield return facts;
            else if (own?.DeepClone() is JsonObject around)
            {
                around[document.Facts] = facts.DeepClone();
                yield return around;
            }
        }
    }
}
