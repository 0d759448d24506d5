using System.Collections.Immutable;
using CsCheck;

namespace Policy.Engine.Tests.Reference;

/// <summary>Random documents of every kind that the reference interpreter knows.</summary>
internal static class RandomDocuments
{
    private static readonly string[] Channels = ["green", "yellow", "red"];

    public static Gen<DecisionTableDocument> Table(bool each) =>
        Table(each ? RandomCells.LineColumn : RandomCells.Column, each);

    private static Gen<DecisionTableDocument> Table(Gen<(string Input, Gen<string> Cell)> column, bool each) =>
        Gen.Select(
        Choice.Of(Enum.GetValues<HitPolicy>()),
        column.Array[1, 3],
        Outputs(each)).SelectMany((policy, columns, outputs) =>
        {
            var fitted = Fitted(policy, each, outputs);
            return Row(columns, fitted).Array[0, 8].Select(rows => new DecisionTableDocument
            {
                Key = "table",
                Facts = RandomFacts.Type.Key,
                ForEach = each ? "goods" : null,
                HitPolicy = policy,
                Inputs = [.. columns.Select(c => new TableInput(c.Input))],
                Outputs = fitted,
                Rows = [.. rows.Select((r, i) => r with { Id = $"R{i + 1}" })],
            });
        });

    public static readonly Gen<ListDocument> List = Gen.Bool.SelectMany(each => Gen.Select(
        Choice.Of<string?>(null, null, "value > 5", "licensed"),
        Choice.Of<string?>(null, "warn"),
        Entry().Array[0, 8],
        (when, otherwise, entries) => new ListDocument
        {
            Key = "list",
            Facts = RandomFacts.Type.Key,
            ForEach = each ? "goods" : null,
            When = when,
            Columns = each
                ? [new("code", ListMatch.Prefix), new("label", ListMatch.Keyword), new("code", ListMatch.Equals)]
                : [new("hs", ListMatch.Prefix), new("name", ListMatch.Keyword), new("country", ListMatch.Equals)],
            Effects = ["prohibit", "licence", "warn"],
            Otherwise = otherwise,
            Entries = [.. entries.Select((e, i) => e with
            {
                Id = $"N{i + 1}",
                Values = each && e.Values[2] is not null ? e.Values.SetItem(2, "9301000000") : e.Values,
            })],
        }));

    public static readonly Gen<ScorecardDocument> Scorecard = Gen.Select(
        RandomFacts.Number,
        Characteristic().Array[0, 4],
        Gen.Int[0, 100],
        Gen.Bool,
        Choice.Of("value > 5000", "licensed", "grade = \"D\"", "value = null", "buyer.total > 10 and licensed")
            .Array[0, 2],
        (start, characteristics, band, covered, overrides) => new ScorecardDocument
        {
            Key = "card",
            Facts = RandomFacts.Type.Key,
            Base = start,
            Characteristics = [.. characteristics.Select((c, i) => c with { Id = $"C{i + 1}" })],
            Grades = covered ? [new("A", $">= {band}"), new("B", $"< {band}")]
                : [new("A", $"> {band}"), new("B", $"[0..{band})")],
            Overrides = [.. overrides.Select((o, i) => new GradeOverride($"O{i + 1}", o, "Z"))],
        });

    /// <summary>A table and what a zone makes of it: rows replaced in place, withdrawn, and added.</summary>
    public static readonly Gen<(DecisionTableDocument Table, OverlayDocument Overlay)> Overlaid = Gen.Select(
        Table(each: false),
        Gen.Int[0, 3].Array[0, 2],
        Gen.Int[0, 5].Array[0, 2],
        Choice.Of(null, "R1", "R2", "R3")).SelectMany((table, kinds, places, before) =>
            Gen.Const(() => Changed(table, kinds, places, before)));

    private static (DecisionTableDocument Table, OverlayDocument Overlay) Changed(
        DecisionTableDocument table, int[] replaced, int[] withdrawn, string? before)
    {
        // Rows of the table itself, moved: what replaces and is added has fitting cells.
        TableRow? Copy(int from, string id) =>
            from < table.Rows.Length ? table.Rows[^(from + 1)] with { Id = id } : null;
        var known = table.Rows.Select(r => r.Id).ToHashSet();
        var rows = replaced.Distinct().Where(i => i < table.Rows.Length).Select(i => Copy(i, table.Rows[i].Id))
            .Append(Copy(0, "A1")).Append(Copy(1, "A2"))
            .OfType<TableRow>()
            .Select(r => known.Contains(r.Id) || before is null || !known.Contains(before) ? r
                : r with { Before = before });
        var overlay = new OverlayDocument { Key = table.Key, Rows = [.. rows] };
        var gone = withdrawn.Distinct()
            .Where(i => i < table.Rows.Length)
            .Select(i => table.Rows[i].Id)
            .Where(id => id != before);
        return (table, overlay with { Withdraw = [.. gone.Where(id => overlay.Rows.All(r => r.Id != id))] });
    }

    /// <summary>A list, a scorecard, and a table that requires both.</summary>
    public static readonly Gen<(ListDocument List, ScorecardDocument Card, DecisionTableDocument Table)> Required =
        Gen.Select(
        List,
        Scorecard,
        Table(Choice.Among(RandomCells.Column, RandomCells.StepColumn), each: false),
        (list, card, table) =>
            (list, card, table with { Requires = table.Requires.Add("list", list.Key).Add("card", card.Key) }));

    /// <summary>A list, a scorecard, and a table that reads both, in one flow.</summary>
    public static readonly Gen<
        (ListDocument List, ScorecardDocument Card, DecisionTableDocument Table, FlowDocument Flow)> Flow = Gen.Select(
        List,
        Scorecard,
        Table(Choice.Among(RandomCells.Column, RandomCells.StepColumn), each: false),
        Choice.Of(null, "value > 5", "licensed", "list.effect = null", "card.score > 20"),
        Choice.Of("card.grade = \"A\"", "list.effect = \"prohibit\" or card.override != null",
            "if list.effect = null then card.score else 0", "count(list.hits)"),
        (list, card, table, when, outcome) => (list, card, table, new FlowDocument
        {
            Key = "flow",
            Facts = RandomFacts.Type.Key,
            Steps =
            [
                new FlowStep { Id = "list", Use = list.Key },
                new FlowStep { Id = "card", Use = card.Key },
                new FlowStep { Id = "table", Use = table.Key, When = when },
            ],
            Outcome = outcome,
        }));

    private static Gen<TableRow> Row((string Input, Gen<string> Cell)[] columns, ImmutableArray<TableOutput> outputs) =>
        Gen.Select(
        Sequence(columns.Select(c => RandomCells.Cells(c.Cell))),
        Sequence(outputs.Select(OutputCell)),
        Choice.Weighted((8, Gen.Const<(DateOnly?, DateOnly?)>((null, null))), (2, Period())),
        (when, then, period) => new TableRow
        {
            Id = "", When = [.. when], Then = [.. then], From = period.Item1, To = period.Item2,
        });

    private static Gen<(DateOnly?, DateOnly?)> Period() => Choice.Of<(DateOnly?, DateOnly?)>(
        (Day(2026, 1, 1), null), (null, Day(2026, 1, 1)), (Day(2026, 1, 1), Day(2027, 1, 1)),
            (Day(2025, 1, 1), Day(2026, 6, 15)), (Day(2026, 6, 15), Day(2026, 6, 16)));

    private static DateOnly? Day(int year, int month, int day) => new DateOnly(year, month, day);

    private static Gen<ImmutableArray<TableOutput>> Outputs(bool each) => Gen.Select(
        Choice.Of<string?>(null, "\"red\"", "\"green\""),
        Choice.Of<string?>(null, "0", "weight * 2"),
        Choice.Of<string?>(null, "false"),
        Choice.Of(Combine.Collect, Combine.Worst),
        Choice.Of(Combine.Sum, Combine.Max, Combine.Collect),
        Choice.Of(Combine.All, Combine.Any),
        Gen.Int[1, 3],
        (channel, ratio, checkedBy, one, two, three, count) => new[]
        {
            new TableOutput
                { Name = "channel", Type = FieldType.Text, Values = [.. Channels], Default = channel, Combine = one },
            new TableOutput { Name = "ratio", Type = FieldType.Number, Default = ratio, Combine = two },
            new TableOutput { Name = "check", Type = FieldType.Boolean, Default = checkedBy, Combine = three },
        }.Take(count).Select(o => each ? o : o with { Combine = Combine.Collect }).ToImmutableArray());

    // What a hit policy does not allow is left out.
    private static ImmutableArray<TableOutput> Fitted(HitPolicy policy, bool each, ImmutableArray<TableOutput> outputs)
    {
        var combined = each && outputs.Length > 1;
        var number = new TableOutput { Name = "ratio", Type = FieldType.Number };
        if (policy is HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax)
        {
            var standard = outputs[0].Default is null ? null : "0";
            outputs = [number with { Default = standard, Combine = combined ? Combine.Sum : Combine.Collect }];
        }

        if (policy == HitPolicy.CollectCount)
            outputs = [number with { Combine = combined ? Combine.Max : Combine.Collect }];
        if (policy is HitPolicy.RuleOrder or HitPolicy.OutputOrder or HitPolicy.Collect)
            outputs = [.. outputs.Select(o => o with { Combine = Combine.Collect })];
        return outputs;
    }

    private static Gen<string> OutputCell(TableOutput output) => output.Type switch
    {
        FieldType.Text => Choice.Weighted(
            (9, RandomCells.Quoted(Channels)), (1, Choice.Of("null", "if weight > 5 then \"red\" else \"green\""))),
        FieldType.Number => Choice.Weighted(
            (8, RandomFacts.Number.Select(RandomFacts.Text)),
                (2, Choice.Of("null", "weight * 2", "1 / weight * 0", "value + 1"))),
        _ => Choice.Of("true", "false", "weight > 5"),
    };

    private static Gen<ListEntry> Entry() => Gen.Select(
        Choice.Of<string?>(null, "8471", "93", "0101", "8471300000"),
        Choice.Of<string?>(null, null, "phone", "Ｇｕｎ", "T恤", "gun"),
        Choice.Of<string?>(null, null, "US", "CN"),
        Choice.Of("prohibit", "licence", "warn"),
        Choice.Weighted((8, Gen.Const<(DateOnly?, DateOnly?)>((null, null))), (2, Period())),
        (code, word, country, effect, period) => new ListEntry
        {
            Id = "",
            Values = code is null && word is null && country is null ? ["84", null, null] : [code, word, country],
            Effect = effect,
            From = period.Item1,
            To = period.Item2,
        });

    private static Gen<Characteristic> Characteristic() => RandomCells.Column.SelectMany(column => Gen.Select(
        RandomCells.Cells(column.Cell).Array[1, 3], Gen.Int[-50, 50].Array[3],
        (cells, points) => new Characteristic("", column.Input, [.. cells.Select((c, i) => new Bin(c, points[i]))])));

    private static Gen<T[]> Sequence<T>(IEnumerable<Gen<T>> items) => items.Aggregate(
        Gen.Const(Array.Empty<T>()), (all, next) => Gen.Select(all, next, (a, n) => (T[])[.. a, n]));
}
