using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Policy.Admin.Common;
using Policy.Admin.Tables;
using Policy.Engine;

namespace Policy.Admin.Scorecards;

/// <summary>Edits a scorecard; every change hands on the whole document.</summary>
public sealed partial class ScorecardEditor
{
    /// <summary>The scorecard as it applies in the zone.</summary>
    [Parameter, EditorRequired]
    public required ScorecardDocument Card { get; set; }

    /// <summary>The parent zone's scorecard, when the zone overlays it.</summary>
    [Parameter]
    public ScorecardDocument? Parent { get; set; }

    /// <summary>Findings, with pointers into the scorecard.</summary>
    [Parameter]
    public ImmutableArray<Diagnostic> Problems { get; set; } = [];

    /// <summary>True to look only.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>Why a parcel got its grade; null for none.</summary>
    [Parameter]
    public Trace? Trace { get; set; }

    /// <summary>Id of a characteristic or override to mark.</summary>
    [Parameter]
    public string? Highlight { get; set; }

    /// <summary>Told of every change.</summary>
    [Parameter]
    public EventCallback<Document> Edited { get; set; }

    // An overlay changes items, not the base or the bands.
    private bool Fixed => ReadOnly || Parent is not null;

    private static decimal Number(ChangeEventArgs change, decimal before) =>
        decimal.TryParse((string?)change.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : before;

    private static RowOrigin Origin<T>(T item, ImmutableArray<T>? parent, Func<T, string> id)
    {
        if (parent is not { } items) return RowOrigin.Own;
        var original = items.FirstOrDefault(p => id(p) == id(item));
        return original is null ? RowOrigin.Added : ItemEquality.Same(original, item) ? RowOrigin.Inherited : RowOrigin.Overridden;
    }

    private static IEnumerable<T> Withdrawn<T>(ImmutableArray<T> items, ImmutableArray<T>? parent, Func<T, string> id) =>
        (parent ?? []).Where(p => items.All(item => id(item) != id(p)));

    private Task Change(ScorecardDocument card) => ReadOnly ? Task.CompletedTask : Edited.InvokeAsync(card);

    private Task Put(int at, Characteristic characteristic) =>
        Change(Card with { Characteristics = Card.Characteristics.SetItem(at, characteristic) });

    private Task PutBin(int at, int bin, Bin changed) =>
        Put(at, Card.Characteristics[at] with { Bins = Card.Characteristics[at].Bins.SetItem(bin, changed) });

    private Task PutOverride(int at, GradeOverride item) => Change(Card with { Overrides = Card.Overrides.SetItem(at, item) });

    private Task PutGrade(int at, GradeBand band) => Change(Card with { Grades = Card.Grades.SetItem(at, band) });

    private Task AddCharacteristic() => Change(Card with
    {
        Characteristics = Card.Characteristics.Add(
            new(ItemIds.Next(Card.Characteristics.Concat(Parent?.Characteristics ?? []).Select(c => c.Id)), "", [new("", 0)])),
    });

    private Task AddOverride() => Change(Card with
    {
        Overrides = Card.Overrides.Add(
            new(ItemIds.Next(Card.Overrides.Concat(Parent?.Overrides ?? []).Select(o => o.Id)), "", Card.Grades.LastOrDefault()?.Grade ?? "")),
    });

    private Diagnostic? Problem(string pointer) => Problems.FirstOrDefault(p => p.Pointer == pointer);

    private string Class(string id) => string.Join(' ', id == Highlight ? "highlighted" : "", Item(id) is { Decided: true } ? "won" : "");

    // A characteristic's cells are its bins up to the one that held.
    private bool Hit(string id, int bin) => Item(id) is { } item && bin < item.Cells.Length && item.Cells[bin].Holds == true;

    private TraceItem? Item(string id) => Trace?.Passes.SelectMany(p => p.Items).FirstOrDefault(i => i.Id == id);
}
