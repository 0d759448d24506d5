namespace Policy.Rules.Decisions;

/// <summary>The day keys of provable sampling: a key's hash is recorded before its day (UTC+8), the key stays sealed
/// until the day is over. The draw of a declaration is HMAC-SHA256(day key, declaration number) mapped to [0,1).</summary>
public sealed class DayKeys
{
    // The helper who fills this in chooses the constructor.

    /// <summary>Makes sure that the key of a day exists, once across all hosts.</summary>
    public Task Prepare(DateOnly day, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The draw of a declaration on a day: at least 0, below 1.</summary>
    public ValueTask<decimal> Draw(string declarationNo, DateOnly day, CancellationToken cancellation) => throw new NotImplementedException();
}
