using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Policy.Engine.Tests.Documents;

public sealed class RoundTripTests
{
    private static readonly Gen<string> Word = Gen.OneOf([.. new[] { "a", "值", "x<y>&\"\\/", "line\nbreak", "é", "🐘", "- " }.Select(Gen.Const)]);
    private static readonly Gen<string?> Maybe = Gen.OneOf(Gen.Const((string?)null), Word.Select(w => (string?)w));
    private static readonly Gen<LocalizedText?> Title =
        Gen.OneOf(Gen.Const((LocalizedText?)null), Gen.Select(Word, Word, (zh, en) => (LocalizedText?)new LocalizedText(zh, en)));

    private static readonly Gen<DateOnly?> Day =
        Gen.OneOf(Gen.Const((DateOnly?)null), Gen.Int[1, 3_000_000].Select(d => (DateOnly?)DateOnly.FromDayNumber(d)));

    private static readonly Gen<TableRow> Row = Gen.Select(Word, Word, Title, Day, Gen.Bool, Maybe, (when, then, note, from, locked, before) =>
        new TableRow { Id = "R", When = [when], Then = [then], Note = note, From = from, Locked = locked, Before = before });

    private static readonly Gen<Document> Table = Gen.Select(
        Gen.Enum<HitPolicy>(), Gen.Enum<Combine>(), Gen.Enum<FieldType>(), Row.Array[0, 3], Title, Maybe, (policy, combine, type, rows, title, text) =>
        (Document)new DecisionTableDocument
        {
            Key = "t",
            Facts = "f",
            ForEach = text,
            HitPolicy = policy,
            Inputs = [new TableInput("a", title)],
            Outputs = [new TableOutput { Name = "o", Type = type, Title = title, Default = text, Values = ["x"], Combine = combine }],
            Rows = Numbered(rows, (row, i) => row with { Id = $"R{i}" }),
        });

    private static readonly Gen<Document> List = Gen.Select(Maybe.Array[2, 2].Array[0, 4], Day, Gen.Enum<ListMatch>(), Maybe, (values, to, match, text) =>
        (Document)new ListDocument
        {
            Key = "l",
            Facts = "f",
            When = text,
            Columns = [new ListColumn("a", match), new ListColumn("b", ListMatch.Prefix)],
            Effects = ["e"],
            Otherwise = text,
            Entries = Numbered(values, (v, i) => new ListEntry { Id = $"E{i}", Values = [.. v], Effect = "e", To = to, Source = text }),
        });

    private static readonly Gen<Document> Scorecard = Gen.Select(Gen.Decimal[-1000, 1000].Select(ValueJson.Normalize), Word, Gen.Bool, (points, word, locked) =>
        (Document)new ScorecardDocument
        {
            Key = "s",
            Facts = "f",
            Base = points,
            Characteristics = [new Characteristic("C", word, [new Bin(word, points)], Locked: locked)],
            Grades = [new GradeBand("A", word)],
            Overrides = [new GradeOverride("O", word, "D", Locked: locked)],
        });

    private static readonly Gen<Document> FactType = Gen.Select(Gen.Enum<FieldType>(), Gen.Bool, Gen.Decimal[0, 9].Select(ValueJson.Normalize), Title, (type, flag, number, title) =>
        (Document)new FactTypeDocument
        {
            Key = "f",
            Fields = [new Field { Name = "a", Type = type, Optional = flag, Personal = !flag, Minimum = number, MaxItems = 3, Title = title, Items = type, Fields = [new Field { Name = "b", Type = type }] }],
        });

    private static readonly Gen<Document> Expression = Gen.Select(Word, Gen.Enum<FieldType>(), Gen.Bool, (word, type, typed) =>
        (Document)new ExpressionDocument
        {
            Key = "x",
            Facts = "f",
            Expression = word,
            Result = typed ? new Field { Name = "result", Type = type, Fields = [new Field { Name = "b", Type = type }] } : null,
            Functions = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("call", "key"),
        });

    private static readonly Gen<Document> Common = Gen.Select(Gen.OneOf(Table, List, Scorecard, FactType, Expression), Title, Maybe, Gen.Enum<Force>(), Word.Array[0, 2],
        (document, title, basis, force, sources) => document with
        {
            Dialect = force == Force.Pilot ? Dialect.Dmn : Dialect.Policy,
            Title = title,
            LegalBasis = basis,
            Force = force,
            Sources = [.. sources],
            Requires = document.Requires.SetItem("other", "key").SetItem("Another", "key"),
            Cases = [new Case("c", basis, JsonElement.Parse("""{"a":1.50,"b":["值\n"]}"""), JsonElement.Parse("null"))],
            Properties = [new PropertyStatement("p", "implies", When: "a > 1", Then: "true")],
        });

    [Fact]
    public void What_is_written_reads_back_equal_and_writes_the_same_bytes() => Common.Sample(
        document =>
        {
            var written = DocumentJson.Write(document);
            var reading = DocumentJson.Read(written);
            Assert.Empty(reading.Problems);
            Assert.Equal(JsonSerializer.Serialize<object>(document), JsonSerializer.Serialize<object>(reading.Document!));
            Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(DocumentJson.Write(reading.Document!)));
        },
        iter: 300);

    private static ImmutableArray<TResult> Numbered<T, TResult>(T[] items, Func<T, int, TResult> number) => [.. items.Select(number)];
}
