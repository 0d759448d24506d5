using System.Text;
using BenchmarkDotNet.Attributes;
using Policy.Engine;
using Policy.Engine.Scripts;
using Policy.Seed;

namespace Policy.Benchmarks;

/// <summary>Scripts compiled, by Jint, and written by hand in C# with the same doubles and texts, on a declaration of three
/// goods lines.</summary>
[MemoryDiagnoser]
public class ScriptsBenchmarks
{
    private const string Declaration = """
        { "declarationNo": "T1", "zone": "national", "direction": "import", "procedure": "1210", "declaredAt": "2016-06-01T10:00:00+08:00",
          "enterprise": { "code": "3301960001" }, "currency": "CNY", "totalValue": 1900.5,
          "goods": [
            { "line": 1, "hsCode": "3304990029", "name": "cream", "originCountry": "FR", "quantity": 2, "totalPrice": 1500.25, "netWeightKg": 0.5 },
            { "line": 2, "hsCode": "9504301000", "name": "console", "originCountry": "JP", "quantity": 1, "totalPrice": 350, "netWeightKg": 2.5 },
            { "line": 3, "hsCode": "6403990090", "name": "shoes", "quantity": 5, "totalPrice": 50.25 }],
          "extra": { "recentOrders": [{ "value": 1950, "minutesAgo": 20 }, { "value": 120, "minutesAgo": 2000 }] } }
        """;

    private const string GoodsScore = """
        const RISK = { FR: 1, JP: 2, US: 5 };
        function points(line) {
          let score = RISK[line.originCountry] ?? 3;
          if (line.hsCode.startsWith('95')) score += 4;
          if (line.totalPrice / line.quantity > 500) score += 2;
          return score;
        }
        function decide(facts) {
          let score = 0;
          for (const line of facts.goods) score += points(line);
          return { score, channel: score > 12 ? 'red' : score > 6 ? 'yellow' : 'green' };
        }
        """;

    private const string LineSums = """
        function decide(facts) {
          const goods = facts.goods ?? [];
          const heavy = goods.filter(g => (g.netWeightKg ?? 0) > 1).length;
          const total = goods.reduce((sum, g) => sum + g.totalPrice * g.quantity, 0);
          const known = goods.every(g => g.originCountry !== null && g.originCountry.length === 2);
          return { heavy, total: Math.round(total * 100) / 100, known };
        }
        """;

    private CompiledScript _script = null!;
    private Func<Context, Evaluation> _handWritten = null!;
    private Context _facts = null!;

    [Params("split-order-risk", "goods-score", "line-sums")]
    public string Script { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var documents = PolicyPacks.Documents("national", new DateOnly(2016, 6, 1));
        var document = Script switch
        {
            "split-order-risk" => documents.OfType<ScriptDocument>().First(d => d.Key == Script),
            "goods-score" => Document(GoodsScore, ("score", FieldType.Number), ("channel", FieldType.Text)),
            _ => Document(LineSums, ("heavy", FieldType.Number), ("total", FieldType.Number), ("known", FieldType.Boolean)),
        };
        var type = documents.OfType<FactTypeDocument>().First(d => d.Key == "declaration");
        var rules = RuleSet.Compile([type, document]).RuleSet!;
        _script = (CompiledScript)rules.Attempts[document.Key].Compiled!;
        _facts = Facts.Read(_script.Facts, Encoding.UTF8.GetBytes(Declaration)).Facts!.Content;
        var byHand = new HandWrittenScripts(_script.Facts, _script.Output.Shape!);
        _handWritten = Script switch
        {
            "split-order-risk" => byHand.SplitOrderRisk,
            "goods-score" => byHand.GoodsScore,
            _ => byHand.LineSums,
        };
        if (_script.Compiled(_facts, trace: false)?.Outputs is not { } outputs || outputs != _handWritten(_facts).Outputs || outputs != Jint().Outputs)
            throw new InvalidOperationException($"{HandWritten().Outputs} {Compiled().Outputs} {Jint().Outputs}");
    }

    [Benchmark(Baseline = true)]
    public Evaluation HandWritten() => _handWritten(_facts);

    [Benchmark]
    public Evaluation Compiled() => _script.Evaluate(_facts, null, trace: false);

    [Benchmark]
    public Evaluation Jint() => _script.Interpreted(_facts, trace: false);

    private static ScriptDocument Document(string source, params (string Name, FieldType Type)[] outputs) => new()
    {
        Key = "sample",
        Facts = "declaration",
        Outputs = [.. outputs.Select(o => new TableOutput { Name = o.Name, Type = o.Type })],
        Source = source,
    };
}
