using System.Collections.Immutable;

namespace Policy.Rules.Releases;

/// <summary>The releases of a zone in time.</summary>
internal sealed class Timeline
{
    // Invariant: by effective-from; of equals only the highest number, as the others never count.
    private readonly ImmutableArray<Release> _effective;

    public Timeline(IEnumerable<Release> releases)
    {
        All = [.. releases.OrderBy(r => r.Number)];
        _effective = [.. All.GroupBy(r => r.EffectiveFrom).Select(g => g.Last()).OrderBy(r => r.EffectiveFrom)];
    }

    public static Timeline Empty { get; } = new([]);

    /// <summary>All releases by number.</summary>
    public ImmutableArray<Release> All { get; }

    /// <summary>The releases that count, by effective-from.</summary>
    public ImmutableArray<Release> Effective => _effective;

    public int LastNumber => All.IsEmpty ? 0 : All[^1].Number;

    /// <summary>What was known of it at an instant: the releases recorded until then.</summary>
    public Timeline AsRecorded(DateTimeOffset at) => new(All.Where(r => r.RecordedAt <= at));

    /// <summary>The release in force at an instant; null when there is none yet.</summary>
    public Release? InForce(DateTimeOffset at)
    {
        var index = IndexInForce(at);
        return index < 0 ? null : _effective[index];
    }

    /// <summary>Position in <see cref="Effective"/> of the release in force, or -1.</summary>
    public int IndexInForce(DateTimeOffset at)
    {
        var (low, high) = (0, _effective.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_effective[middle].EffectiveFrom <= at) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    /// <summary>The instants after another at which a release takes effect.</summary>
    public IEnumerable<DateTimeOffset> BreakpointsAfter(DateTimeOffset at) =>
        _effective.Where(r => r.EffectiveFrom > at).Select(r => r.EffectiveFrom);

    public Timeline Add(params IEnumerable<Release> releases) => new(All.AddRange(releases));
}
