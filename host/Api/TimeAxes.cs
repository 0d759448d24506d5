namespace Policy.Host.Api;

/// <summary>The two instants that a question about the past may name, each now when it does not.</summary>
/// <param name="At">Effective time (<c>at</c>): what applied then.</param>
/// <param name="Recorded">Recorded time (<c>recorded</c>): as known then; what was recorded later does not count.</param>
/// <param name="AreAsked">True when the question names either.</param>
internal readonly record struct TimeAxes(DateTimeOffset At, DateTimeOffset Recorded, bool AreAsked)
{
    /// <summary>What an endpoint says of them.</summary>
    public const string Description =
        "at (what applied at that instant, or day in UTC+8) and recorded (as known at that instant) are now unless given.";

    public static TimeAxes From(QueryParameters query, TimeProvider clock)
    {
        var (at, recorded, now) = (query.Instant("at"), query.Instant("recorded"), clock.GetUtcNow());
        return new TimeAxes(at ?? now, recorded ?? now, (at ?? recorded) is not null);
    }
}
