using Policy.Engine.Analysis;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Cases;

/// <summary>Small changes of lists.</summary>
internal static class ListMutations
{
    public static IEnumerable<Mutation> Of(Subject subject, ListDocument list)
    {
        for (var i = 0; i < list.Entries.Length; i++)
        {
            var (entry, place) = (list.Entries[i], i);
            for (var c = 0; c < list.Columns.Length; c++)
            {
                if (list.Columns[c].Match != ListMatch.Prefix || entry.Values[c] is not { Length: > 0 } prefix) continue;
                var column = c;
                foreach (var other in prefix.Length > 1 ? (string[])[prefix[..^1], prefix + "0"] : [prefix + "0"])
                {
                    yield return new Mutation(
                        MutationKind.ChangePrefix, entry.Id, list.Columns[c].Field, prefix, other,
                        () => With(entry with { Values = entry.Values.SetItem(column, other) }));
                }
            }

            foreach (var mutation in Mutation.OfDay(entry.Id, "from", entry.From, day => With(entry with { From = day }))) yield return mutation;
            foreach (var mutation in Mutation.OfDay(entry.Id, "to", entry.To, day => With(entry with { To = day }))) yield return mutation;
            if (Next(list, entry.Effect) is { } effect)
                yield return new Mutation(MutationKind.ChangeEffect, entry.Id, "effect", entry.Effect, effect, () => With(entry with { Effect = effect }));
            yield return new Mutation(MutationKind.DropItem, entry.Id, null, null, null, () => list with { Entries = list.Entries.RemoveAt(place) });

            Document With(ListEntry changed) => list with { Entries = list.Entries.SetItem(place, changed) };
        }

        if (list.Otherwise is { } otherwise && Next(list, otherwise) is { } next)
            yield return new Mutation(MutationKind.ChangeEffect, "", "otherwise", otherwise, next, () => list with { Otherwise = next });
        if (list.When is null) yield break;
        foreach (var (kind, node) in NodeMutations.Of(subject.Expression(list.When).Syntax))
        {
            var text = Printer.Print(node);
            yield return new Mutation(kind, "", "when", list.When, text, () => list with { When = text });
        }
    }

    /// <summary>Another effect; null when there is only one.</summary>
    private static string? Next(ListDocument list, string effect) =>
        list.Effects.Length < 2 ? null : list.Effects[(list.Effects.IndexOf(effect) + 1) % list.Effects.Length];
}
