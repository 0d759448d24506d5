using Policy.Engine.Analysis;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Cases;

/// <summary>Small changes of decision tables.</summary>
internal static class TableMutations
{
    public static IEnumerable<Mutation> Of(Subject subject, DecisionTableDocument table)
    {
        var types = table.Inputs.Select(i => subject.Expression(i.Expression).Type).ToList();
        for (var i = 0; i < table.Rows.Length; i++)
        {
            var (row, place) = (table.Rows[i], i);
            for (var c = 0; c < table.Inputs.Length; c++)
            {
                var column = c;
                foreach (var (kind, node) in NodeMutations.Of(subject.Cell(c, row.When[c], types[c]).Syntax))
                {
                    var text = Printer.Print(node);
                    yield return new Mutation(
                        kind, row.Id, table.Inputs[c].Expression, row.When[c], text, () => With(row with { When = row.When.SetItem(column, text) }));
                }
            }

            foreach (var mutation in Mutation.OfDay(row.Id, "from", row.From, day => With(row with { From = day }))) yield return mutation;
            foreach (var mutation in Mutation.OfDay(row.Id, "to", row.To, day => With(row with { To = day }))) yield return mutation;
            for (var o = 0; o < table.Outputs.Length; o++)
            {
                var column = o;
                foreach (var text in Outputs(subject, table.Outputs[o], row.Then[o]))
                {
                    yield return new Mutation(
                        MutationKind.ChangeOutput, row.Id, table.Outputs[o].Name, row.Then[o], text,
                        () => With(row with { Then = row.Then.SetItem(column, text) }));
                }
            }

            yield return new Mutation(MutationKind.DropItem, row.Id, null, null, null, () => table with { Rows = table.Rows.RemoveAt(place) });
            if (IsOrdered(table.HitPolicy) && i + 1 < table.Rows.Length)
            {
                yield return new Mutation(
                    MutationKind.SwapItems, row.Id, null, null, table.Rows[i + 1].Id,
                    () => table with { Rows = table.Rows.RemoveAt(place).Insert(place + 1, row) });
            }

            Document With(TableRow changed) => table with { Rows = table.Rows.SetItem(place, changed) };
        }

        for (var o = 0; o < table.Outputs.Length; o++)
        {
            var (output, place) = (table.Outputs[o], o);
            foreach (var text in output.Default is null ? [] : Outputs(subject, output, output.Default))
            {
                yield return new Mutation(
                    MutationKind.ChangeOutput, "", output.Name, output.Default, text,
                    () => table with { Outputs = table.Outputs.SetItem(place, output with { Default = text }) });
            }
        }
    }

    /// <summary>The next declared value for a text, else small changes of the expression. One way suffices for numbers.</summary>
    private static IEnumerable<string> Outputs(Subject subject, TableOutput output, string text)
    {
        var cell = subject.Expression(text);
        if (cell.Constant is { Kind: ValueKind.Text } value && output.Values.IndexOf(value.AsText()) is var at and >= 0)
            return output.Values.Length == 1 ? [] : [Printer.Print(new Literal(Value.Text(output.Values[(at + 1) % output.Values.Length])))];
        return cell.Syntax is Literal or Negation
            ? NodeMutations.Of(cell.Syntax).Take(1).Select(m => Printer.Print(m.Node))
            : NodeMutations.Of(cell.Syntax).Select(m => Printer.Print(m.Node));
    }

    /// <summary>True when the order of rows can matter.</summary>
    private static bool IsOrdered(HitPolicy policy) =>
        policy is HitPolicy.First or HitPolicy.Priority or HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect;
}
