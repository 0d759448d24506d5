using System.Collections.Immutable;

namespace Policy.Engine.Tests.Reference;

/// <summary>A zone's overlay on its parent's table: replaced in place, withdrawn, added before another row or at the
/// end.</summary>
internal static class ReferenceOverlay
{
    public static DecisionTableDocument Apply(DecisionTableDocument parent, OverlayDocument overlay)
    {
        var rows = parent.Rows.Select(r => overlay.Rows.FirstOrDefault(o => o.Id == r.Id) ?? r).ToList();
        foreach (var added in overlay.Rows.Where(o => parent.Rows.All(r => r.Id != o.Id)))
            rows.Insert(rows.FindIndex(r => r.Id == added.Before) is var at and >= 0 ? at : rows.Count, added);
        return parent with { Rows = rows.Where(r => !overlay.Withdraw.Contains(r.Id)).ToImmutableArray() };
    }
}
