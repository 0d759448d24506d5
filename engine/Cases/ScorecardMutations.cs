using System.Globalization;
using Policy.Engine.Analysis;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Cases;

/// <summary>Small changes of scorecards.</summary>
internal static class ScorecardMutations
{
    public static IEnumerable<Mutation> Of(Subject subject, ScorecardDocument card) =>
    [
        .. Mutation.OfPoints("", "base", card.Base, points => card with { Base = points }),
        .. card.Characteristics.SelectMany((_, place) => Bins(subject, card, place)),
        .. card.Grades.SelectMany((_, place) => Bands(subject, card, place)),
        .. card.Overrides.SelectMany((_, place) => Overrides(subject, card, place)),
    ];

    private static IEnumerable<Mutation> Bins(Subject subject, ScorecardDocument card, int place)
    {
        var characteristic = card.Characteristics[place];
        var type = subject.Expression(characteristic.Input).Type;
        for (var i = 0; i < characteristic.Bins.Length; i++)
        {
            var (bin, at) = (characteristic.Bins[i], i);
            var id = string.Create(CultureInfo.InvariantCulture, $"{characteristic.Id}/{i + 1}");
            foreach (var (kind, node) in NodeMutations.Of(subject.Cell(place, bin.When, type).Syntax))
            {
                var text = Printer.Print(node);
                yield return new Mutation(kind, id, characteristic.Input, bin.When, text, () => With(bin with { When = text }));
            }

            foreach (var mutation in Mutation.OfPoints(id, "points", bin.Points, points => With(bin with { Points = points }))) yield return mutation;

            Document With(Bin changed) => card with
            {
                Characteristics = card.Characteristics.SetItem(place, characteristic with { Bins = characteristic.Bins.SetItem(at, changed) }),
            };
        }
    }

    private static IEnumerable<Mutation> Bands(Subject subject, ScorecardDocument card, int place)
    {
        var band = card.Grades[place];
        var tests = Feel.CompileTests(band.When, DataType.Number, subject.Items.Scope, new Reporter(""))!;
        foreach (var (kind, node) in NodeMutations.Of(tests.Syntax))
        {
            var text = Printer.Print(node);
            yield return new Mutation(
                kind, band.Grade, "score", band.When, text, () => card with { Grades = card.Grades.SetItem(place, band with { When = text }) });
        }
    }

    private static IEnumerable<Mutation> Overrides(Subject subject, ScorecardDocument card, int place)
    {
        var overriding = card.Overrides[place];
        foreach (var (kind, node) in NodeMutations.Of(subject.Expression(overriding.When).Syntax))
        {
            var text = Printer.Print(node);
            yield return new Mutation(
                kind, overriding.Id, "when", overriding.When, text,
                () => card with { Overrides = card.Overrides.SetItem(place, overriding with { When = text }) });
        }

        yield return new Mutation(
            MutationKind.DropItem, overriding.Id, null, null, null, () => card with { Overrides = card.Overrides.RemoveAt(place) });
    }
}
