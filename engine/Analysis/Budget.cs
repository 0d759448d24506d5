namespace Policy.Engine.Analysis;

/// <summary>What is left of the work that an analysis may do.</summary>
internal sealed class Budget(long steps, CancellationToken cancellation)
{
    private long _left = steps;
    private long _share = long.MaxValue;

    /// <summary>True when a question was left without an answer.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Spends steps; false when there are none left, for this question or altogether.</summary>
    public bool Spend(long steps)
    {
        _left -= steps;
        _share -= steps;
        if (_left >= 0 && _share >= 0 && !cancellation.IsCancellationRequested) return true;
        HasEnded = true;
        return false;
    }

    /// <summary>Begins a question that may take at most a part of what is left, so that one that is hard leaves steps for
    /// the others.</summary>
    public void Begin(int parts = 16) => _share = Math.Max(_left / parts, 0);

    /// <summary>Records that something stays undecided for another reason.</summary>
    public void End() => HasEnded = true;
}
