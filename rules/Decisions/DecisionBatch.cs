using Npgsql;
using Policy.Rules.Security;

namespace Policy.Rules.Decisions;

/// <summary>A decision that waits to be recorded.</summary>
/// <param name="Record">The record, sealed.</param>
/// <param name="ContentHash">Hash of the declaration as submitted.</param>
/// <param name="Leaf">Hash of the record.</param>
internal sealed record PendingDecision(DecisionRecord Record, string ContentHash, byte[] Leaf)
{
    public TaskCompletionSource<Appended> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Records a batch of decisions in one transaction and answers each.</summary>
internal static class DecisionBatch
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(700)];

    /// <summary>Records and answers; gives the failure back when nothing was answered.</summary>
    public static async Task Record(DecisionTable table, PersonalFields fields, IReadOnlyList<PendingDecision> batch)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RecordOnce(table, fields, batch);
                return;
            }
            catch (Exception e) when (IsPassing(e) && attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt]);
            }
        }
    }

    /// <summary>True when the values are not to blame, so that the same may succeed later.</summary>
    public static bool IsPassing(Exception e) =>
        e is NpgsqlException or TimeoutException or IOException
        && e is not PostgresException { SqlState: ['2', '2' or '3', ..] };

    private static async Task RecordOnce(DecisionTable table, PersonalFields fields, IReadOnlyList<PendingDecision> batch)
    {
        var first = batch.DistinctBy(p => p.Record.DeclarationNo).ToArray();
        var stored = first.ToDictionary(p => p.Record.DeclarationNo, p => p.Record, StringComparer.Ordinal);
        var recorded = await table.Insert(first, CancellationToken.None);
        if (recorded.Count < first.Length)
        {
            string[] taken = [.. stored.Keys.Where(number => !recorded.Contains(number))];
            foreach (var record in await table.Find(taken, CancellationToken.None)) stored[record.DeclarationNo] = record;
        }

        foreach (var pending in batch)
        {
            var record = stored[pending.Record.DeclarationNo];
            pending.Answer.TrySetResult(new Appended(Status(pending, record, fields), record));
        }
    }

    // The same id means that this very decision is in the log, also when the commit's answer was lost and it was tried again.
    private static AppendStatus Status(PendingDecision mine, DecisionRecord stored, PersonalFields fields) =>
        mine.Record.DecisionId == stored.DecisionId ? AppendStatus.Recorded
        : mine.ContentHash == fields.OpenText(stored.ContentHash, stored.DeclarationNo) ? AppendStatus.Repeated
        : AppendStatus.Conflict;
}
