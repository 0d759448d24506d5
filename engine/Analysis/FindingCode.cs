namespace Policy.Engine.Analysis;

/// <summary>The stable codes of <see cref="Finding"/>.</summary>
public static class FindingCode
{
    /// <summary>Inputs for which no row hits and no default is given.</summary>
    public const string Gap = "gap";

    /// <summary>Rows that hit together: a fault under <c>unique</c>, else for information.</summary>
    public const string Overlap = "overlap";

    /// <summary>Rows that hit together and contradict each other.</summary>
    public const string Conflict = "conflict";

    /// <summary>A row that never decides, because no value passes its cells or others always come first.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>A row with the same inputs and outputs as another.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Days on which two rows or entries apply that are alike but for their periods.</summary>
    public const string PeriodOverlap = "period-overlap";

    /// <summary>Days between rows or entries that are alike but for their periods, on which none of them applies: a
    /// warning, for information where a wider row or entry applies meanwhile.</summary>
    public const string PeriodGap = "period-gap";

    /// <summary>A row that can go without any change, because later rows then decide the same.</summary>
    public const string Redundant = "redundant";

    /// <summary>An input that changes no outcome.</summary>
    public const string UnusedInput = "unused-input";

    /// <summary>A property that does not hold.</summary>
    public const string Property = "property";

    /// <summary>The budget ended, or something cannot be told from the document: there may be more findings.</summary>
    public const string NotDecided = "not-decided";
}
