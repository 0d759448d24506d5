using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine.Analysis;
using Policy.Engine;
using Policy.Rules.Policies;

namespace Policy.Rules.Releases;

/// <summary>Whether a zone keeps what the locked items of the zones above decide. Rows of its own that come before a locked row
/// could take its parcels away.</summary>
internal static class Locks
{
    /// <summary>How the zone's document loosens them; empty when it does not. What cannot be decided is let through unless the
    /// zone has rows of its own before a locked one.</summary>
    /// <param name="rules">The rule set of the zone.</param>
    /// <param name="key">Key of its document.</param>
    /// <param name="above">The documents of the zones above, by zone.</param>
    /// <param name="compiler">Compiles them.</param>
    public static ImmutableArray<Diagnostic> Loosened(
        RuleSet rules, string key, IEnumerable<(string Zone, IReadOnlyDictionary<string, Document> Documents)> above, RuleCompiler compiler)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        var own = rules.Document(key)!;
        foreach (var (zone, documents) in above)
        {
            if (!documents.TryGetValue(key, out var theirs) || LockCheck.LockedItems(theirs).IsEmpty || Same(theirs, own)) continue;
            var check = compiler.Compile(documents.Values).RuleSet is { } parent ? LockCheck.Of(parent, rules, key) : null;
            var proved = check?.Loosened.FirstOrDefault(r => r.IsProved);
            if (proved is not null) found.Add(DraftProblems.Loosened(key, Pointer(own, proved.RowsAfter), zone, proved));
            else if (check is not { IsDecided: true } && OwnBeforeLocked(theirs, own) is { } row)
                found.Add(DraftProblems.LockUndecided(key, Pointer(own, [row]), zone, row));
        }

        return found.ToImmutable();
    }

    private static bool Same(Document one, Document other) => ReferenceEquals(one, other) || DocumentJson.Hash(one) == DocumentJson.Hash(other);

    /// <summary>The first row that the other table has not and that stands before one of its locked rows; null when there is none.</summary>
    private static string? OwnBeforeLocked(Document theirs, Document own)
    {
        if (theirs is not DecisionTableDocument parent || own is not DecisionTableDocument table) return null;
        var locked = LockCheck.LockedItems(parent);
        var last = table.Rows.Select((row, at) => locked.Contains(row.Id) ? at : 0).DefaultIfEmpty().Max();
        return table.Rows.Take(last).FirstOrDefault(r => parent.Rows.All(p => p.Id != r.Id))?.Id;
    }

    private static string Pointer(Document document, ImmutableArray<string> rows)
    {
        var at = document is DecisionTableDocument table && rows is [var row, ..] ? table.Rows.Select(r => r.Id).ToList().IndexOf(row) : -1;
        return at < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/rows/{at}");
    }
}
