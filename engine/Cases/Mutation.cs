using Policy.Engine.Analysis;

namespace Policy.Engine.Cases;

/// <summary>A small change that can be made to a document.</summary>
/// <param name="Kind">The change.</param>
/// <param name="Item">Id of the item; empty for the document as a whole.</param>
/// <param name="Column">What changes in it; null: the item as a whole.</param>
/// <param name="Before">What is written.</param>
/// <param name="After">What is written instead.</param>
/// <param name="Make">Makes the document.</param>
internal sealed record Mutation(MutationKind Kind, string Item, string? Column, string? Before, string? After, Func<Document> Make)
{
    /// <summary>All mutations of a document, in its order, each made only when asked for; null for documents that are not changed.</summary>
    public static IEnumerable<Mutation>? Of(Subject subject) => subject.Document switch
    {
        DecisionTableDocument table => TableMutations.Of(subject, table),
        ListDocument list => ListMutations.Of(subject, list),
        ScorecardDocument card => ScorecardMutations.Of(subject, card),
        _ => null,
    };

    /// <summary>The end of a period moved by a day, either way.</summary>
    public static IEnumerable<Mutation> OfDay(string item, string column, DateOnly? day, Func<DateOnly, Document> make)
    {
        if (day is not { } date) yield break;
        foreach (var by in (int[])[1, -1])
        {
            if (SmallestStep.Moved(Value.Date(date), by) is not { } moved) continue;
            yield return new Mutation(MutationKind.ShiftBound, item, column, Text(date), Text(moved.AsDate()), () => make(moved.AsDate()));
        }
    }

    /// <summary>A number moved by its smallest step, either way.</summary>
    public static IEnumerable<Mutation> OfPoints(string item, string column, decimal points, Func<decimal, Document> make) =>
        from step in (int[])[1, -1]
        let moved = SmallestStep.Moved(Value.Number(points), step)
        where moved is not null
        select new Mutation(
            MutationKind.ChangePoints, item, column, Value.Number(points).ToString(), moved.Value.ToString(), () => make(moved.Value.AsNumber()));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
