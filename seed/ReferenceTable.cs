using System.Collections.Immutable;
using System.Globalization;
using Bogus;
using Policy.Seed.Generator;

namespace Policy.Seed;

/// <summary>The reference workload on which the speed of decisions is measured: a first-hit table over commodity code
/// prefix, value interval, credit grades, countries and licence, in any size; same seed, same rows and parcels.</summary>
public static class ReferenceTable
{
    private const int Chapters = 97;
    private static readonly ImmutableArray<string> Grades = ["AA", "A", "B", "C", "D"];
    private static readonly ImmutableArray<string> Countries =
        ["CN", "US", "JP", "KR", "DE", "FR", "GB", "IT", "ES", "NL", "RU", "BR", "AU", "CA", "MX", "SG", "TH", "VN", "MY", "ID"];

    /// <summary>Key of the table.</summary>
    public const string Key = "reference-channel";

    /// <summary>The fact type of the table.</summary>
    public static FactTypeDocument FactType { get; } = new()
    {
        Key = "reference-parcel",
        Title = new("基准包裹", "Reference parcel"),
        Fields =
        [
            new Field { Name = "hs", Type = FieldType.Text },
            new Field { Name = "value", Type = FieldType.Number, Unit = "CNY" },
            new Field { Name = "grade", Type = FieldType.Text, Values = Grades, Ordered = true },
            new Field { Name = "country", Type = FieldType.Text },
            new Field { Name = "licensed", Type = FieldType.Boolean },
        ],
    };

    /// <summary>Rows of the table, the last of them without any condition.</summary>
    /// <param name="count">Number of rows, at least 1.</param>
    /// <param name="seed">Any number.</param>
    public static ImmutableArray<ReferenceRow> Rows(int count, int seed = 1)
    {
        var random = new Randomizer(seed);
        var rows = ImmutableArray.CreateBuilder<ReferenceRow>(count);
        for (var i = 0; i < count - 1; i++) rows.Add(Row(random, i));
        rows.Add(new ReferenceRow(Id(count - 1), "", null, null, [], [], null, "green", 0.01m));
        return rows.MoveToImmutable();
    }

    /// <summary>The rows as a document.</summary>
    public static DecisionTableDocument Document(IEnumerable<ReferenceRow> rows, HitPolicy policy = HitPolicy.First) => new()
    {
        Key = Key,
        Title = new("基准通道", "Reference channel"),
        Facts = FactType.Key,
        HitPolicy = policy,
        Inputs = [new("hs"), new("value"), new("grade"), new("country"), new("licensed")],
        Outputs =
        [
            new TableOutput { Name = "channel", Type = FieldType.Text, Values = ["red", "yellow", "green"] },
            new TableOutput { Name = "ratio", Type = FieldType.Number },
        ],
        Rows = [.. rows.Select(r => new TableRow { Id = r.Id, When = r.When(), Then = r.Then() })],
    };

    /// <summary>Parcels to decide; their commodity codes come from the same chapters as the rows'.</summary>
    /// <param name="count">Number of parcels.</param>
    /// <param name="seed">Any number.</param>
    public static ImmutableArray<ReferenceParcel> Parcels(int count, int seed = 2)
    {
        var random = new Randomizer(seed);
        var parcels = ImmutableArray.CreateBuilder<ReferenceParcel>(count);
        for (var i = 0; i < count; i++)
        {
            parcels.Add(new ReferenceParcel(
                Code(random, 10), Draws.Cents(random.LogNormal(300, 1.5)), random.One(Grades), random.One(Countries), random.Bool()));
        }

        return parcels.MoveToImmutable();
    }

    /// <summary>Most rows name a commodity code; one in a hundred is about a few parcels of any goods.</summary>
    private static ReferenceRow Row(Randomizer random, int position)
    {
        var low = Math.Round((decimal)random.LogNormal(200, 1.5), 0);
        var row = new ReferenceRow(
            Id(position),
            Code(random, 2 + (2 * random.Int(1, 3))),
            random.Chance(0.1) ? null : low,
            random.Chance(0.2) ? null : low + random.Int(50, 5000),
            random.Chance(0.3) ? [] : Some(random, Grades, 3),
            random.Chance(0.3) ? [] : Some(random, Countries, 6),
            random.Chance(0.5) ? null : random.Bool(),
            random.One<string>(["red", "yellow", "green"]),
            random.Int(1, 100) / 100m);
        return random.Chance(0.99) ? row : row with
        {
            Prefix = "", Low = low, High = low + 20, Grades = Some(random, Grades, 1), Countries = Some(random, Countries, 1),
        };
    }

    private static string Id(int position) => string.Create(CultureInfo.InvariantCulture, $"R{position + 1}");

    /// <summary>Codes cluster, as goods do: few headings per chapter, few subheadings per heading.</summary>
    private static string Code(Randomizer random, int digits)
    {
        var (chapter, heading, rest) = (random.Int(1, Chapters), random.Int(1, 20), "");
        for (var i = 4; i < digits; i += 2) rest += random.Int(0, 9) * 10;
        return string.Create(CultureInfo.InvariantCulture, $"{chapter:00}{heading:00}{rest.PadRight(digits, '0')}")[..digits];
    }

    private static ImmutableArray<string> Some(Randomizer random, ImmutableArray<string> of, int most) =>
        [.. random.ArrayElements<string>([.. of], random.Int(1, most))];
}

/// <summary>A row of the reference table.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Prefix">Beginning of the commodity code; empty: any.</param>
/// <param name="Low">Lowest value, included; null: none.</param>
/// <param name="High">Highest value, excluded; null: none.</param>
/// <param name="Grades">Credit grades; empty: any.</param>
/// <param name="Countries">Countries; empty: any.</param>
/// <param name="Licensed">Licensed or not; null: either.</param>
/// <param name="Channel">The channel it gives.</param>
/// <param name="Ratio">The sampling ratio it gives, from 0 to 1.</param>
public sealed record ReferenceRow(
    string Id,
    string Prefix,
    decimal? Low,
    decimal? High,
    ImmutableArray<string> Grades,
    ImmutableArray<string> Countries,
    bool? Licensed,
    string Channel,
    decimal Ratio)
{
    /// <summary>The input cells.</summary>
    public ImmutableArray<string> When() =>
    [
        Prefix.Length == 0 ? "-" : $"starts with(?, \"{Prefix}\")",
        Interval(),
        OneOf(Grades),
        OneOf(Countries),
        Licensed switch { null => "-", true => "true", false => "false" },
    ];

    /// <summary>The output cells.</summary>
    public ImmutableArray<string> Then() => [$"\"{Channel}\"", Ratio.ToString(CultureInfo.InvariantCulture)];

    private string Interval() => (Low, High) switch
    {
        (null, null) => "-",
        ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $">= {low}"),
        (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"< {high}"),
        ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"[{low}..{high})"),
    };

    private static string OneOf(ImmutableArray<string> values) =>
        values.IsEmpty ? "-" : string.Join(",", values.Select(v => $"\"{v}\""));
}

/// <summary>A parcel for the reference table.</summary>
/// <param name="Hs">Commodity code of ten digits.</param>
/// <param name="Value">Value in CNY.</param>
/// <param name="Grade">Credit grade.</param>
/// <param name="Country">Country.</param>
/// <param name="Licensed">True when there is a licence.</param>
public sealed record ReferenceParcel(string Hs, decimal Value, string Grade, string Country, bool Licensed);
