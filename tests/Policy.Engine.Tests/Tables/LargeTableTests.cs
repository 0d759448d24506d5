using System.Globalization;
using System.Text;
using CsCheck;
using Policy.Engine.Tests.Reference;

namespace Policy.Engine.Tests.Tables;

/// <summary>Tables large enough for every part of the index: it finds the rows that testing one after the other finds.</summary>
public sealed class LargeTableTests
{
    private static readonly string[] Countries = [.. Enumerable.Range(0, 120).Select(i => $"C{i}")];
    private static readonly string[] Names = ["杭州", "杭州湾", "青岛", "ＡＢ", "", "hangzhou", "hangzhou-xiasha", "hangzhou-xiaoshan", "\uFFFF"];

    private static readonly FactTypeDocument Parcel = new()
    {
        Key = "parcel",
        Fields =
        [
            new Field { Name = "hs", Type = FieldType.Text, Optional = true },
            new Field { Name = "value", Type = FieldType.Number, Optional = true },
            new Field { Name = "grade", Type = FieldType.Text, Values = ["AA", "A", "B", "C", "D"], Ordered = true, Optional = true },
            new Field { Name = "country", Type = FieldType.Text, Optional = true },
            new Field { Name = "licensed", Type = FieldType.Boolean, Optional = true },
            new Field { Name = "place", Type = FieldType.Text, Optional = true },
            new Field { Name = "weight", Type = FieldType.Number },
            new Field { Name = "declaredAt", Type = FieldType.Instant },
        ],
    };

    private static readonly Gen<string> Code = Choice.Of("0", "1", "84", "8471", "9")
        .SelectMany(head => Choice.Of(0, 1, 2, 3, 6, 14).SelectMany(digits => Gen.Char["0189"].Array[digits].Select(rest => head + new string(rest))));

    private static readonly Gen<string> Number = Choice.Among(
        Gen.Int[0, 300].Select(i => i.ToString(CultureInfo.InvariantCulture)),
        Gen.Int[-2000, 2000].Select(i => (i / 8m).ToString(CultureInfo.InvariantCulture)),
        Choice.Of("0.0000000000000000000000000001", "-0.0000000000000000000000000001", "9999999999999999999999999999", "9223372036854775807"));

    private static readonly Gen<string> Country = Choice.Of(Countries);

    [Theory]
    [InlineData(HitPolicy.First)]
    [InlineData(HitPolicy.RuleOrder)]
    [InlineData(HitPolicy.CollectCount)]
    [InlineData(HitPolicy.Priority)]
    public void The_index_finds_the_rows_that_testing_one_by_one_finds(HitPolicy policy) =>
        Gen.Select(Row().Array[40, 400], Facts().Array[40]).Sample(
            (rows, facts) =>
            {
                var compilation = RuleSet.Compile([Parcel, Table(policy, rows)]);
                Assert.DoesNotContain(compilation.Diagnostics, d => d.Severity == Severity.Error);
                var rules = compilation.RuleSet!;
                foreach (var json in facts)
                {
                    var read = Policy.Engine.Facts.Read(rules.FactTypeOf("table")!, Encoding.UTF8.GetBytes(json)).Facts!;
                    var traced = rules.Evaluate("table", read, trace: true);
                    var plain = rules.Evaluate("table", read);
                    var items = traced.Trace!.Passes.Single().Items;
                    var hits = items.Where(i => i.Hit).Select(i => i.Id).ToList();
                    Assert.Equal(policy == HitPolicy.Priority ? hits.Take(1) : hits, plain.Matched);
                    Assert.Equal(plain.Matched, items.Where(i => i.Decided).Select(i => i.Id));
                    Assert.Equal(plain.Outputs, traced.Outputs);
                    Assert.Empty(plain.Faults);
                }
            },
            iter: Math.Max(10, Agreement.Pairs / 200));

    private static DecisionTableDocument Table(HitPolicy policy, TableRow[] rows) => new()
    {
        Key = "table",
        Facts = Parcel.Key,
        HitPolicy = policy,
        Inputs = [new("hs"), new("value"), new("grade"), new("country"), new("licensed"), new("place")],
        Outputs = policy == HitPolicy.CollectCount
            ? [new TableOutput { Name = "n", Type = FieldType.Number }]
            : [new TableOutput { Name = "n", Type = FieldType.Text, Values = ["x"] }],
        Rows = [.. rows.Select((r, i) => r with { Id = $"R{i}", Then = [policy == HitPolicy.CollectCount ? "1" : "\"x\""] })],
    };

    private static Gen<TableRow> Row()
    {
        var hs = Choice.Among(
            Code.Select(c => $"starts with(?, \"{c}\")"), Code.Select(c => $"\"{c}\", null"), Code.Select(c => $"not(starts with(?, \"{c}\"))"),
            Gen.Select(Code, Code, (a, b) => $"starts with(?, \"{a}\"), \"{b}\""), Code.Select(c => $">= \"{c}\""));
        var value = Choice.Among(
            Gen.Select(Number, Number, (a, b) => $"[{a}..{b})"), Number.Select(n => $"< {n}"), Number.Select(n => $"not({n})"),
            Gen.Select(Number, Number, (a, b) => $"{a}, > {b}"), Number.Select(n => $"? > {n} or ? = weight"));
        var grade = Choice.Of("\"A\"", ">= \"C\"", "not(\"D\")", "\"AA\", \"B\", null");
        var country = Choice.Among(Country.Array[1, 6].Select(c => string.Join(", ", c.Select(t => $"\"{t}\""))), Country.Select(c => $"not(\"{c}\")"));
        var place = Choice.Among(
            Choice.Of(Names).Select(n => $"\"{n}\""), Choice.Of(Names).Select(n => $"starts with(?, \"{n}\")"), Choice.Of(Names).Select(n => $"contains(?, \"{n}\")"));
        var cells = Gen.Select(Some(3, hs), Some(2, value), Some(1, grade), Some(2, country), Some(1, Choice.Of("true", "false", "null")), Some(1, place),
            (a, b, c, d, e, f) => new TableRow { Id = "", When = [a, b, c, d, e, f] });
        return Gen.Select(cells, Gen.Int[0, 9], Gen.Int[0, 30], (row, dated, day) => dated > 0 ? row
            : row with { From = new DateOnly(2026, 1, 1).AddDays(day), To = day % 3 == 0 ? null : new DateOnly(2026, 1, 11).AddDays(day) });
    }

    // So many times out of four the cell, else any.
    private static Gen<string> Some(int times, Gen<string> cell) => Choice.Weighted((times, cell), (4 - times, Gen.Const("-")));

    private static Gen<string> Facts() => Gen.Select(
        Code, Number, Choice.Of("AA", "A", "B", "C", "D"), Country, Gen.Bool, Choice.Of(Names), Gen.Int[0, 40], Gen.Int[0, 63],
        (hs, value, grade, country, licensed, place, day, present) => "{" + string.Join(',',
            new[]
            {
                $"\"hs\":\"{hs}00\"", $"\"value\":{value}", $"\"grade\":\"{grade}\"", $"\"country\":\"{country}\"",
                $"\"licensed\":{(licensed ? "true" : "false")}", $"\"place\":\"{place}\"",
            }.Where((_, i) => present % 8 > 0 || ((present >> 3) + i) % 2 == 0)
            .Append($"\"weight\":{day}").Append($"\"declaredAt\":\"{new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd}T00:00:00+08:00\"")) + "}");
}
