using Policy.Engine.Compiling;
using Policy.Engine.EntryLists;
using Policy.Engine.Expressions;

namespace Policy.Engine.Analysis;

/// <summary>A box as a test of facts: every side is what the document's own expressions give on them.</summary>
internal sealed class Area(Subject subject, Box box)
{
    // Null where a side cannot be read back from its text.
    private readonly Lazy<Func<Frame, bool>[]?> _sides = new(() => SidesOf(subject, box));

    /// <summary>Whether facts, or with <c>forEach</c> one of their items, lie in the box; null when that cannot be told.</summary>
    public bool? Has(Facts given)
    {
        if (Handed(given) is not { } facts || _sides.Value is not { } sides) return null;
        var decisions = Known.Of([.. subject.Surroundings.Requirements.Select(r =>
            Decisions.OutputOf(r.Evaluate(facts, given.AsOf, subject.Document.Key)))]);
        if (!subject.Items.IsEach) return Lies(null);
        var items = facts[subject.Items.Slot];
        if (items.IsNull) return false;
        foreach (var item in items.AsList())
            if (Lies(item.AsObject())) return true;
        return false;

        // What goes wrong is a fault of the document, and no decision that could differ.
        bool Lies(Context? item)
        {
            var frame = new Frame { Facts = facts, Item = item, Decisions = decisions, AsOf = given.AsOf, Document = subject.Document.Key };
            return Array.TrueForAll(sides, side => side(frame)) && !frame.HasFaults;
        }
    }

    private Context? Handed(Facts given) =>
        given.Type.Key == subject.Facts.Key && given.Type.Shape.Names.SequenceEqual(subject.Facts.Shape.Names)
            ? given.Content
            : FactMapping.Between(given.Type, subject.Facts, null, new Reporter(""))?.Map(given.Content);

    private static Func<Frame, bool>[]? SidesOf(Subject subject, Box box)
    {
        var sides = box.Narrow.ToArray().Select(d => Side(subject, box, d)).ToList();
        return sides.Contains(null) ? null : [.. sides.OfType<Func<Frame, bool>>()];
    }

    private static Func<Frame, bool>? Side(Subject subject, Box box, int side)
    {
        var dimension = box.Space.Dimensions[side];
        var values = dimension.ValuesOf(box[side]);
        if (dimension.Kind == DimensionKind.Day) return frame => frame.AsOf is { } day && values.Contains(Value.Date(day));
        var text = dimension.Kind == DimensionKind.Keyword ? string.Join('.', dimension.Path!.Names) : dimension.Name;
        if (Feel.Compile(text, subject.Items.Scope, new Reporter("")) is not { } input) return null;
        return dimension.Kind switch
        {
            DimensionKind.Condition => frame => values.Contains(Value.Boolean(input.Evaluate(frame).IsTrue)),
            DimensionKind.Keyword => frame => values.Contains(Value.Boolean(Contains(input.Evaluate(frame), dimension.Keyword!))),
            _ => frame => values.Contains(input.Evaluate(frame)),
        };
    }

    private static bool Contains(Value text, string keyword) =>
        text.Kind == ValueKind.Text && KeywordText.Normalize(text.AsText()).Contains(keyword, StringComparison.Ordinal);
}
