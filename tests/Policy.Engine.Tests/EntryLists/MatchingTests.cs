using System.Text;
using System.Text.Json;
using CsCheck;
using Policy.Engine.Indexing;
using Policy.Engine.Tests.Reference;

namespace Policy.Engine.Tests.EntryLists;

/// <summary>The index finds exactly the entries that comparing every entry finds.</summary>
public sealed class MatchingTests
{
    private static readonly FactTypeDocument Type = new()
    {
        Key = "parcel",
        Fields =
        [
            Field("code", FieldType.Text), Field("name", FieldType.Text), Field("origin", FieldType.Text),
            Field("count", FieldType.Number), Field("used", FieldType.Boolean), Field("line", FieldType.Number),
            Field("declaredAt", FieldType.Instant),
            Field("goods", FieldType.List) with
            {
                Fields =
                [
                    Field("line", FieldType.Number), Field("code", FieldType.Text), Field("name", FieldType.Text),
                    Field("origin", FieldType.Text), Field("count", FieldType.Number), Field("used", FieldType.Boolean),
                ],
            },
        ],
    };

    private static readonly ListColumn[] Columns =
    [
        new("code", ListMatch.Prefix), new("name", ListMatch.Keyword), new("origin", ListMatch.Equals),
        new("count", ListMatch.Equals), new("used", ListMatch.Equals), new("name", ListMatch.Prefix),
        new("code", ListMatch.Keyword),
    ];

    private static readonly Gen<string> Code = Texts("12", 1, 5);
    private static readonly Gen<string> Name = Texts("ab象", 1, 4);

    private static readonly Gen<ListDocument> Lists =
        Gen.Select(Gen.Int[0, Columns.Length - 1].Array[1, 4], Gen.Bool, Gen.Bool, Choice.Of<string?>(null, "warn"))
            .SelectMany((columns, each, when, otherwise) => Entry([.. columns.Select(c => Columns[c])]).Array[0, 60]
                .Select(entries => new ListDocument
                {
                    Key = "list",
                    Facts = Type.Key,
                    ForEach = each ? "goods" : null,
                    When = when ? "count = null or count != 7" : null,
                    Columns = [.. columns.Select(c => Columns[c])],
                    Effects = ["prohibit", "licence", "warn"],
                    Otherwise = otherwise,
                    Entries = [.. entries.Select((e, i) => e with { Id = $"N{i}" })],
                }));

    // Names hide their words behind width, case, spaces and punctuation.
    private static readonly Gen<string> Disguised = Texts("aAＡbB象 -", 0, 12);

    private static readonly Gen<string> Item = Gen.Select(
        Missing(Code.Select(Quoted)), Missing(Disguised.Select(Quoted)), Missing(Choice.Of("US", "CN", "JP").Select(Quoted)),
        Missing(Choice.Of("1", "1.0", "2.50", "7")), Missing(Choice.Of("true", "false")), Missing(Choice.Of("1", "9")),
        (code, name, origin, count, used, line) =>
            $$"""{"code":{{code}},"name":{{name}},"origin":{{origin}},"count":{{count}},"used":{{used}},"line":{{line}}}""");

    private static readonly Gen<string> Facts = Gen.Select(
        Item, Item.Array[0, 4], Choice.Of("null", "\"2025-12-31T23:59:59+08:00\"", "\"2026-01-01T00:00:00+08:00\""),
        (item, goods, declaredAt) => item.Replace(
            "\"line\":", $"\"declaredAt\":{declaredAt},\"goods\":[{string.Join(',', goods)}],\"line\":", StringComparison.Ordinal));

    [Fact]
    public void Matching_agrees_with_comparing_every_entry() => Gen.Select(Lists, Facts.Array[10]).Sample(
        (list, facts) =>
        {
            var rules = RuleSet.Compile([Type, list]).RuleSet!;
            foreach (var json in facts)
            {
                using var parsed = JsonDocument.Parse(json);
                var read = rules.Facts("list", json);
                var expected = ReferenceList.Evaluate(list, Plain.Facts(Type.Fields, parsed.RootElement));
                var actual = rules.Evaluate("list", read);
                var traced = rules.Evaluate("list", read, trace: true);
                Assert.Equal(Plain.Json(expected.Outputs), Plain.Json(actual.Outputs));
                Assert.Equal(expected.Matched, actual.Matched);
                Assert.Equal(expected.Faulted, !actual.Faults.IsEmpty);
                Assert.Equal((actual.Outputs, string.Join(' ', actual.Matched)), (traced.Outputs, string.Join(' ', traced.Matched)));
                Assert.Equal(actual.Faults, traced.Faults);
                Assert.Equal(
                    actual.Matched.Order(StringComparer.Ordinal),
                    traced.Trace!.Passes.SelectMany(p => p.Items).Where(i => i.Hit).Select(i => i.Id).Distinct().Order(StringComparer.Ordinal));
            }
        },
        iter: 400,
        print: sample => $"{Encoding.UTF8.GetString(DocumentJson.Write(sample.Item1))}\n{string.Join('\n', sample.Item2)}");

    [Fact]
    public void Texts_that_begin_or_occur_are_found_however_many_there_are() =>
        Gen.Select(Texts("ab", 1, 6).Array[0, 200], Texts("ab", 0, 400)).Sample((texts, text) =>
        {
            var table = new TextTable();
            var numbers = texts.Select(table.Add).ToArray();
            table.Seal(whole: false);
            Assert.Equal(texts.Distinct().Count(), table.Count);

            var within = new NumberBuffer(stackalloc int[2]);
            table.Within(text, ref within);
            within.Settle(0);
            Assert.Equal(Expected(texts, numbers, t => text.Contains(t, StringComparison.Ordinal)), within.All.ToArray());
            within.Dispose();

            var beginning = new NumberBuffer(stackalloc int[2]);
            table.Beginning(text, ref beginning);
            beginning.Settle(0);
            Assert.Equal(Expected(texts, numbers, t => text.StartsWith(t, StringComparison.Ordinal)), beginning.All.ToArray());
            beginning.Dispose();
            foreach (var (one, number) in texts.Zip(numbers)) Assert.Equal(number, table.Find(one));
            Assert.Equal(texts.Contains(text) ? 0 : -1, Math.Min(0, table.Find(text)));
        });

    [Fact]
    public void A_lookup_without_hits_allocates_nothing()
    {
        var list = new ListDocument
        {
            Key = "list",
            Facts = Type.Key,
            ForEach = "goods",
            Columns = [.. Columns[..4]],
            Effects = ["prohibit"],
            Entries = [.. Enumerable.Range(0, 1000).Select(i => new ListEntry
            {
                Id = $"N{i}",
                Values = i % 2 == 0 ? [$"93{i}", null, "US", null] : [null, $"象牙{i}", null, "3"],
                Effect = "prohibit",
                From = new DateOnly(2020, 1, 1),
            })],
        };
        var rules = RuleSet.Compile([Type, list]).RuleSet!;
        var line = $$"""{"line":1,"code":"9399","name":"Ｉｖｏｒｙ 象牙 {{new string('x', 50)}}","origin":"US","count":3,"used":true}""";
        var facts = rules.Facts("list", $$"""{"code":"1","name":"1","origin":"CN","count":1,"used":false,"declaredAt":"2026-01-01T00:00:00+08:00","goods":[{{line}},{{line}}]}""");
        Assert.Empty(rules.Evaluate("list", facts).Matched);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) rules.Evaluate("list", facts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int[] Expected(string[] texts, int[] numbers, Func<string, bool> matches) =>
        [.. texts.Zip(numbers).Where(p => matches(p.First)).Select(p => p.Second).Distinct().Order()];

    private static Gen<ListEntry> Entry(ListColumn[] columns) => Gen.Select(
        Gen.Int[0, 1_000_000].Array[columns.Length], Code.Array[columns.Length], Name.Array[columns.Length],
        Choice.Of("prohibit", "licence", "warn"), Choice.Weighted(
            (6, Gen.Const<(DateOnly?, DateOnly?)>((null, null))),
            (1, Gen.Const<(DateOnly?, DateOnly?)>((null, new DateOnly(2026, 1, 1)))),
            (1, Gen.Const<(DateOnly?, DateOnly?)>((new DateOnly(2026, 1, 1), null)))),
        (numbers, codes, names, effect, period) => new ListEntry
        {
            Id = "",
            Values = [.. columns.Select((c, i) => numbers[i] % 3 == 0 ? null : Value(c, numbers[i], codes[i], names[i]))],
            Effect = effect,
            From = period.Item1,
            To = period.Item2,
        });

    private static string Value(ListColumn column, int number, string code, string name) => column switch
    {
        { Field: "code" } => code,
        { Field: "name" } => name,
        { Field: "origin" } => number % 2 == 0 ? "US" : "CN",
        { Field: "count" } => number % 2 == 0 ? "1.00" : "2.5",
        _ => number % 2 == 0 ? "true" : "false",
    };

    private static Gen<string> Texts(string characters, int least, int most) =>
        Gen.Int[0, characters.Length - 1].Array[least, most].Select(places => string.Concat(places.Select(p => characters[p])));

    private static Gen<string> Missing(Gen<string> value) => Choice.Weighted((1, Gen.Const("null")), (6, value));

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static Field Field(string name, FieldType type) => new() { Name = name, Type = type, Optional = true };
}
