using Policy.Engine.Cases;

namespace Policy.Engine.Tests.Cases;

/// <summary>Mutants of tables, made once more from what is said about them.</summary>
internal static class Mutants
{
    public static RuleSet Rebuilt(RuleSet rules, string key, Mutant mutant)
    {
        var table = (DecisionTableDocument)rules.Document(key)!;
        var changed = Changed(table, mutant);
        return RuleSet.Compile(rules.Keys.Select(k => k == key ? changed : rules.Document(k)!)).RuleSet!;
    }

    private static DecisionTableDocument Changed(DecisionTableDocument table, Mutant mutant)
    {
        var place = table.Rows.Select(r => r.Id).ToList().IndexOf(mutant.Item);
        if (place < 0) return table with { Outputs = [table.Outputs[0] with { Default = mutant.After }] };
        var row = table.Rows[place];
        if (mutant.Kind == MutationKind.DropItem) return table with { Rows = table.Rows.RemoveAt(place) };
        if (mutant.Kind == MutationKind.SwapItems) return table with { Rows = table.Rows.RemoveAt(place).Insert(place + 1, row) };
        var column = table.Inputs.Select(i => i.Expression).ToList().IndexOf(mutant.Column!);
        return table with
        {
            Rows = table.Rows.SetItem(place, column >= 0
                ? row with { When = row.When.SetItem(column, mutant.After!) }
                : row with { Then = row.Then.SetItem(0, mutant.After!) }),
        };
    }
}
