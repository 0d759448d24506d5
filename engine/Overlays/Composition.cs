using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Overlays;

/// <summary>Merges items by id: replaced in place, withdrawn, added.</summary>
internal sealed class Composition(OverlayDocument overlay, Reporter reporter)
{
    private readonly HashSet<string> _withdrawn = new(overlay.Withdraw, StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public ImmutableArray<T> Merge<T>(ImmutableArray<T> parent, ImmutableArray<T> own, string member, Items<T> items)
    {
        var at = reporter.At(member);
        var merged = new List<T>(parent.Length + own.Length);
        var places = new Dictionary<string, int>(own.Length, StringComparer.Ordinal);
        for (var i = 0; i < own.Length; i++) places.TryAdd(items.Id(own[i]), i);
        foreach (var item in parent)
        {
            var id = items.Id(item);
            _known.Add(id);
            var replaced = places.TryGetValue(id, out var place);
            if (replaced && items.Locked(item)) at.At(place).Error(DiagnosticCode.OverlayLocked, Messages.Locked(id));
            if (_withdrawn.Contains(id)) Withdraw(id, items.Locked(item), replaced);
            else merged.Add(replaced ? own[place] : item);
        }

        for (var i = 0; i < own.Length; i++)
            if (!_known.Contains(items.Id(own[i]))) Add(merged, own[i], items, at.At(i));
        return [.. merged];
    }

    /// <summary>Reports what was to be withdrawn but is not there.</summary>
    public void End()
    {
        for (var i = 0; i < overlay.Withdraw.Length; i++)
            if (!_known.Contains(overlay.Withdraw[i]))
                reporter.At("withdraw").At(i).Error(DiagnosticCode.OverlayItem, Messages.UnknownItem(overlay.Withdraw[i], _known));
    }

    private void Withdraw(string id, bool locked, bool replaced)
    {
        var at = reporter.At("withdraw").At(overlay.Withdraw.IndexOf(id));
        if (locked) at.Error(DiagnosticCode.OverlayLocked, Messages.Locked(id));
        if (replaced) at.Error(DiagnosticCode.DuplicateId, Messages.WithdrawnAndReplaced(id));
    }

    private void Add<T>(List<T> merged, T item, Items<T> items, Reporter at)
    {
        if (items.Before(item) is not { } before)
        {
            merged.Add(item);
            return;
        }

        var place = merged.FindIndex(other => items.Id(other) == before);
        if (place < 0) at.At("before").Error(DiagnosticCode.OverlayItem, Messages.UnknownItem(before, [.. merged.Select(items.Id)]));
        else merged.Insert(place, items.Placed(item));
    }
}

/// <summary>How items of one kind are told apart and placed.</summary>
internal sealed record Items<T>(Func<T, string> Id, Func<T, bool> Locked, Func<T, string?> Before, Func<T, T> Placed)
{
    public static Items<T> Of(Func<T, string> id, Func<T, bool> locked) => new(id, locked, _ => null, item => item);
}
