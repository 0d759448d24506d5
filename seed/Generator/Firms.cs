using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bogus;
using Policy.Rules.Decisions;

namespace Policy.Seed.Generator;

/// <summary>Standing of a firm with customs.</summary>
internal enum Standing
{
    Advanced,
    Certified,
    Regular,
    Discredited,
    Serious,
}

/// <summary>A firm of the register; its position is its rank by number of declarations.</summary>
internal sealed record Firm(string Code, string Name, Standing Standing, string Credit, bool Barred);

/// <summary>The register of firms: one and the same for every zone, seed and profile, so that the credit database and the
/// declarations agree. Firms differ in size by Zipf's law.</summary>
internal static class Firms
{
    public const int Count = 5000;

    private const double Exponent = 1.1;
    private const int RegisterSeed = 20150307;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly (string Region, string City)[] Homes = [("3301", "杭州"), ("4401", "广州"), ("3702", "青岛"), ("3215", "张家港")];
    private static readonly string[] Syllables = ["云", "海", "丝", "路", "帆", "港", "桥", "星", "禾", "岚", "汀", "屿"];
    private static readonly Lazy<ImmutableArray<Firm>> Register = new(Make);
    private static readonly Mix<int> Ranks = new([.. Enumerable.Range(0, Count).Select(rank => (rank, Math.Pow(rank + 1, -Exponent)))]);

    public static ImmutableArray<Firm> All => Register.Value;

    public static IEnumerable<EnterpriseRecord> Records => All.Select(f => new EnterpriseRecord(f.Code, f.Credit));

    public static Firm Pick(Randomizer random) => All[Ranks.Pick(random)];

    // 1 % of the firms are advanced and make 30 % of the lists, 2 % certified and 15 %, 1.2 % discredited and 1.3 %, 0.3 %
    // seriously discredited and 0.2 %: the largest are certified, the discredited lie where their size fits their share.
    private static Standing StandingOf(int rank) => rank switch
    {
        < 3 => Standing.Advanced,
        < 9 => Standing.Certified,
        >= 300 and < 600 when rank % 5 == 0 => Standing.Discredited,
        >= 620 and < 770 when rank % 10 == 0 => Standing.Serious,
        >= 2000 and < 2094 => Standing.Certified,
        >= 4000 and < 4047 => Standing.Advanced,
        _ => Standing.Regular,
    };

    private static ImmutableArray<Firm> Make()
    {
        var random = new Randomizer(RegisterSeed);
        var total = Enumerable.Range(0, Count).Sum(rank => Math.Pow(rank + 1, -Exponent));
        return [.. Enumerable.Range(0, Count).Select(rank => Make(rank, Math.Pow(rank + 1, -Exponent) / total, random))];
    }

    private static Firm Make(int rank, double share, Randomizer random)
    {
        var (region, city) = Homes[rank % Homes.Length];
        var standing = StandingOf(rank);
        var code = string.Create(CultureInfo.InvariantCulture, $"{region}96{rank:0000}");
        var name = $"{city}{random.One(Syllables)}{random.One(Syllables)}样例贸易有限公司";
        var barred = standing == Standing.Serious && rank % 50 == 0;
        var declarations = 1 + (int)(share * 20_000_000);
        var mismatchRate = standing switch
        {
            Standing.Advanced or Standing.Certified => 0.003,
            Standing.Regular => 0.004 + (0.02 * random.Double()),
            _ => 0.03 + (0.05 * random.Double()),
        };
        var violations = standing switch
        {
            Standing.Advanced or Standing.Certified => 0,
            Standing.Regular => random.Chance(0.05) ? random.Int(1, 2) : 0,
            _ => random.Int(3, 9),
        };
        var years = standing is Standing.Advanced or Standing.Certified ? random.Int(5, 12) : random.Int(0, 8);

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("name", name);
            json.WriteBoolean("filed", true);
            json.WriteString("registrationCity", city);
            json.WriteString("certification", standing switch { Standing.Advanced => "advanced", Standing.Certified => "general", _ => "none" });
            json.WriteNumber("violations12m", violations);
            json.WriteNumber("declarations12m", declarations);
            json.WriteNumber("mismatches12m", (int)(declarations * mismatchRate));
            json.WriteNumber("yearsFiled", years);
            json.WriteBoolean("fraudConviction", standing == Standing.Serious);
            json.WriteString("discredit", standing switch { Standing.Discredited => "ordinary", Standing.Serious => "serious", _ => "none" });
            json.WriteBoolean("listed", standing == Standing.Serious);
            json.WriteBoolean("barred", barred);
            json.WriteEndObject();
        }

        return new Firm(code, name, standing, Encoding.UTF8.GetString(buffer.WrittenSpan), barred);
    }
}
