using System.Collections.Immutable;
using Policy.Rules.Policies;

namespace Policy.Admin.History;

/// <summary>What a history shows as one line.</summary>
/// <param name="Entry">What happened; of several saves the last.</param>
/// <param name="Saves">How often one person saved the draft with nothing in between; 1 for everything else.</param>
/// <param name="Previous">Number of the version before the one approved; null when there is none.</param>
public sealed record HistoryLine(HistoryEntry Entry, int Saves, int? Previous)
{
    /// <summary>The lines of a history, newest first as the history is.</summary>
    public static ImmutableArray<HistoryLine> Of(IEnumerable<HistoryEntry> history)
    {
        var lines = ImmutableArray.CreateBuilder<HistoryLine>();
        foreach (var entry in history)
        {
            if (lines.Count > 0 && lines[^1] is { Entry: { Kind: HistoryKind.Edited } last } line && entry.Kind == HistoryKind.Edited && entry.By == last.By)
                lines[^1] = line with { Saves = line.Saves + 1 };
            else
                lines.Add(new(entry, 1, entry is { Kind: HistoryKind.Approved, Version: > 1 } ? entry.Version - 1 : null));
        }

        return lines.ToImmutable();
    }
}
