using Npgsql;

namespace Policy.Rules.Decisions;

/// <summary>A decision that waits to be recorded.</summary>
internal sealed record PendingDecision(DecisionRecord Record)
{
    public TaskCompletionSource<Appended> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Records a batch of decisions in one transaction and answers each.</summary>
internal static class DecisionBatch
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(700)];

    /// <summary>Records and answers; gives the failure back when nothing was answered.</summary>
    public static async Task Record(DecisionTable table, IReadOnlyList<PendingDecision> batch)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await RecordOnce(table, batch);
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

    private static async Task RecordOnce(DecisionTable table, IReadOnlyList<PendingDecision> batch)
    {
        var first = batch.DistinctBy(p => p.Record.DeclarationNo).Select(p => p.Record).ToArray();
        var stored = first.ToDictionary(r => r.DeclarationNo, StringComparer.Ordinal);
        var recorded = await table.Insert(first, CancellationToken.None);
        if (recorded.Count < first.Length)
        {
            string[] taken = [.. stored.Keys.Where(number => !recorded.Contains(number))];
            foreach (var record in await table.Find(taken, CancellationToken.None)) stored[record.DeclarationNo] = record;
        }

        foreach (var pending in batch)
        {
            var record = stored[pending.Record.DeclarationNo];
            pending.Answer.TrySetResult(new Appended(Status(pending.Record, record), record));
        }
    }

    // The same id means that this very decision is in the log, also when the commit's answer was lost and it was tried again.
    private static AppendStatus Status(DecisionRecord mine, DecisionRecord stored) =>
        mine.DecisionId == stored.DecisionId ? AppendStatus.Recorded
        : mine.ContentHash == stored.ContentHash ? AppendStatus.Repeated
        : AppendStatus.Conflict;
}
