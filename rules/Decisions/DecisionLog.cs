namespace Policy.Rules.Decisions;

/// <summary>The append-only log of decisions: group commits by binary COPY into day partitions.</summary>
public sealed class DecisionLog : IAsyncDisposable
{
    // The helper who fills this in chooses the constructor.

    /// <summary>Records a decision; the task completes when it is durable.</summary>
    public Task<Appended> Append(DecisionRecord record, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The decision of a declaration; null when there is none.</summary>
    public Task<DecisionRecord?> Find(string declarationNo, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Decisions, newest first.</summary>
    public Task<DecisionPage> Search(DecisionQuery query, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The newest recorded decisions of a zone, for simulation.</summary>
    public IAsyncEnumerable<DecisionRecord> Recent(string zone, int count, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
