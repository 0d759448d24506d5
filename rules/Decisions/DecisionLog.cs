using System.Threading.Channels;
using Npgsql;
using Policy.Rules.Releases;
using Policy.Rules.Security;

namespace Policy.Rules.Decisions;

/// <summary>The append-only log of decisions: group commits by binary COPY into day partitions.</summary>
public sealed class DecisionLog : IAsyncDisposable
{
    private const int LargestBatch = 1_000;

    private readonly DecisionTable _table;
    private readonly ActiveReleases _releases;
    private readonly PersonalFields _fields;
    private readonly Channel<PendingDecision> _queue;
    private readonly Task _writing;

    internal DecisionLog(NpgsqlDataSource source, ActiveReleases releases, PersonalFields fields, int capacity)
    {
        (_table, _releases, _fields) = (new DecisionTable(source), releases, fields);
        _queue = Channel.CreateBounded<PendingDecision>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _writing = Task.Run(Write);
    }

    /// <summary>Records a decision; the task completes when it is durable. The record in the answer has its personal
    /// fields sealed. Throws <see cref="DecisionLogUnavailable"/> when the database does not answer, and <see cref="ReleaseUnknown"/>
    /// when it does not have the release that decided; a cancelled wait leaves open whether the decision is recorded.</summary>
    public async Task<Appended> Append(DecisionRecord record, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.DeclarationNo.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A declaration number has no NUL character.", nameof(record));
        // Whoever decided has the release in memory; of an unknown one all facts are sealed.
        var type = _releases.Known(record)?.Rules.FactTypeOf(Clearance.Flow);
        var sealedRecord = record with
        {
            // What the database keeps of an instant.
            DeclaredAt = Microseconds(record.DeclaredAt),
            DecidedAt = Microseconds(record.DecidedAt),
            ContentHash = _fields.SealText(record.ContentHash, record.DeclarationNo),
            Facts = _fields.Seal(record.Facts, type, record.DeclarationNo),
        };
        var pending = new PendingDecision(sealedRecord, record.ContentHash, DecisionLeaf.Of(sealedRecord));
        return _queue.Writer.TryWrite(pending)
            ? await pending.Answer.Task.WaitAsync(cancellation)
            : new Appended(AppendStatus.Full, null);
    }

    /// <summary>The decision of a declaration, its personal fields sealed; null when there is none.</summary>
    public Task<DecisionRecord?> Find(string declarationNo, CancellationToken cancellation) =>
        _table.Find(declarationNo, cancellation);

    /// <summary>Whether a text could be the <see cref="DecisionPage.Next"/> of a page; no other may be asked for.</summary>
    public static bool IsPageKey(string text) => DecisionTable.IsPageKey(text);

    /// <summary>Decisions, newest first, their personal fields sealed.</summary>
    public Task<DecisionPage> Search(DecisionQuery query, CancellationToken cancellation) =>
        _table.Search(query, cancellation);

    /// <summary>How many decisions a zone made in a period.</summary>
    public Task<int> Count(string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        _table.Count(zone, from, to, cancellation);

    /// <summary>The facts that a zone decided in a period, newest first, for simulation: their personal fields are sealed.</summary>
    internal IAsyncEnumerable<RecordedFacts> Facts(
        string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        _table.Facts(zone, from, to, cancellation);

    /// <summary>Recorded facts with their personal fields open, to decide them again. Thread-safe.</summary>
    internal ReadOnlyMemory<byte> Open(RecordedFacts facts) => _fields.Open(facts.Json, facts.DeclarationNo);

    /// <summary>The record with its personal fields as they were submitted, to decide it again; never for a view.
    /// What was erased is null.</summary>
    public DecisionRecord Open(DecisionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record with
        {
            Facts = _fields.Open(record.Facts, record.DeclarationNo),
            ContentHash = _fields.OpenText(record.ContentHash, record.DeclarationNo),
        };
    }

    /// <summary>The record with its personal fields masked, for a view.</summary>
    public DecisionRecord Mask(DecisionRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record with { Facts = _fields.Mask(record.Facts, record.DeclarationNo) };
    }

    /// <summary>Takes no more, records what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
    }

    private static DateTimeOffset Microseconds(DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    private async Task Write()
    {
        var batch = new List<PendingDecision>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var pending)) batch.Add(pending);
            await Write(batch);
        }
    }

    // When some record is to blame, the batch is halved until only that one fails.
    private async Task Write(List<PendingDecision> batch)
    {
        try
        {
            await DecisionBatch.Record(_table, _fields, batch);
        }
        catch (Exception e) when (batch.Count > 1 && !DecisionBatch.IsPassing(e))
        {
            await Write(batch[..(batch.Count / 2)]);
            await Write(batch[(batch.Count / 2)..]);
        }
        catch (Exception e)
        {
            foreach (var pending in batch) pending.Answer.TrySetException(e as ReleaseUnknown ?? (Exception)new DecisionLogUnavailable(e));
        }
    }
}
