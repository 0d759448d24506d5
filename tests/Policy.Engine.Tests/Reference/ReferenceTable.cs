namespace Policy.Engine.Tests.Reference;

/// <summary>A decision table, row by row, as section 8.2 of DMN 1.5 has it.</summary>
internal static class ReferenceTable
{
    public static ReferenceResult Evaluate(
        DecisionTableDocument table, Dictionary<string, object?> facts, params Dictionary<string, object?>[] outer)
    {
        var matched = new List<string>();
        var day = ReferencePeriod.Day(facts);
        if (table.ForEach is null)
        {
            var around = new ReferenceScope([facts, .. outer]);
            var output = Pass(table, around, day, matched);
            return around.ReadBroken ? new ReferenceResult(null, [], true)
                : new ReferenceResult(output, matched, around.Faulted);
        }

        var lines = new List<object?>();
        var faulted = false;
        foreach (var item in facts[table.ForEach] as List<object?> ?? [])
        {
            var around = new ReferenceScope([(Dictionary<string, object?>)item!, facts, .. outer]);
            lines.Add(Pass(table, around, day, matched));
            faulted |= around.Faulted;
        }

        return new ReferenceResult(Combined(table, lines), [.. matched.Distinct()], faulted);
    }

    private static object? Pass(DecisionTableDocument table, ReferenceScope around, DateOnly? day, List<string> matched)
    {
        var inputs = table.Inputs.Select(i => ReferenceFeel.Evaluate(i.Expression, around)).ToList();
        var hits = new List<(TableRow Row, Dictionary<string, object?> Outputs)>();
        around.Faulted |= day is null && table.Rows.Any(r => (r.From ?? r.To) is not null);
        foreach (var row in table.Rows)
        {
            if (!ReferencePeriod.Includes(row.From, row.To, day, around)) continue;
            var cells = row.When.Zip(inputs).OrderBy(c => ReferenceFeel.IsCondition(c.First));
            if (!cells.All(c => ReferenceFeel.Test(c.First, c.Second, around) == true)) continue;
            hits.Add((row, []));
            if (table.HitPolicy == HitPolicy.First) break;
        }

        if (table.HitPolicy == HitPolicy.CollectCount)
        {
            matched.AddRange(hits.Select(h => h.Row.Id));
            return (decimal)hits.Count;
        }

        if (hits.Count == 0) return Default(table, around);
        if (table.HitPolicy == HitPolicy.Unique && hits.Count > 1)
        {
            around.Faulted = true;
            return null;
        }

        foreach (var hit in hits)
            for (var i = 0; i < table.Outputs.Length; i++)
                hit.Outputs[table.Outputs[i].Name] = Output(table.Outputs[i], hit.Row.Then[i], around);
        return Decide(table, hits, around, matched);
    }

    private static object? Decide(
        DecisionTableDocument table, List<(TableRow Row, Dictionary<string, object?> Outputs)> hits,
            ReferenceScope around, List<string> matched)
    {
        // Stable: rows of equal priority stay in order.
        if (table.HitPolicy is HitPolicy.Priority or HitPolicy.OutputOrder)
            hits = [.. table.Outputs.Where(o =>
                !o.Values.IsEmpty).Aggregate(hits.OrderBy(_ => 0), (order, o) =>
                    order.ThenBy(h => Rank(o, h.Outputs[o.Name])))];
        if (table.HitPolicy is HitPolicy.Priority) hits = hits[..1];
        if (table.HitPolicy == HitPolicy.Any && hits.Any(h => !Plain.Same(h.Outputs, hits[0].Outputs)))
        {
            around.Faulted = true;
            return null;
        }

        var numbers = hits.Select(h => h.Outputs[table.Outputs[0].Name]).ToList();
        if (table.HitPolicy is HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax
            && numbers.Contains(null))
        {
            around.Faulted = true;
            return null;
        }

        matched.AddRange(hits.Select(h => h.Row.Id));
        return table.HitPolicy switch
        {
            HitPolicy.CollectSum => numbers.Sum(n => (decimal)n!),
            HitPolicy.CollectMin => numbers.Min(n => (decimal)n!),
            HitPolicy.CollectMax => numbers.Max(n => (decimal)n!),
            HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect =>
                hits.Select(h => (object?)h.Outputs).ToList(),
            _ => hits[0].Outputs,
        };
    }

    private static object? Default(DecisionTableDocument table, ReferenceScope around)
    {
        if (table.Outputs.All(o => o.Default is null)) return null;
        var defaults = table.Outputs.ToDictionary(o =>
            o.Name, o => o.Default is null ? null : Output(o, o.Default, around));
        return table.HitPolicy switch
        {
            HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax => defaults[table.Outputs[0].Name],
            HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect => new List<object?> { defaults },
            _ => defaults,
        };
    }

    private static object? Output(TableOutput output, string text, ReferenceScope around)
    {
        var value = Plain.Bare(ReferenceFeel.Evaluate(text, around));
        if (value is null || output.Values.IsEmpty || output.Values.Contains((string)value)) return value;
        around.Faulted = true;
        return null;
    }

    private static int Rank(TableOutput output, object? value) =>
        value is string text ? output.Values.IndexOf(text) : int.MaxValue;

    private static object? Combined(DecisionTableDocument table, List<object?> lines)
    {
        if (table.Outputs.All(o => o.Combine == Combine.Collect)) return lines;
        return table.Outputs.ToDictionary(o =>
            o.Name, o => Combined(o, [.. lines.Select(l => l is Dictionary<string, object?> m ? m[o.Name] : l)]));
    }

    private static object? Combined(TableOutput output, List<object?> values) => output.Combine switch
    {
        Combine.Sum => values.Where(v => v is not null).Sum(v => (decimal)v!),
        Combine.Max => values.Where(v => v is not null).Max(v => (decimal?)v),
        Combine.Worst => values.Where(v => v is not null).MaxBy(v => output.Values.IndexOf((string)v!)),
        Combine.All => values.All(v => v is true),
        Combine.Any => values.Any(v => v is true),
        _ => values,
    };
}
