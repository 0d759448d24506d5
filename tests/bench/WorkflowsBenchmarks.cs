using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Policy.Engine;
using RulesEngine.Models;

namespace Policy.Benchmarks;

/// <summary>Workflows of the form of Microsoft RulesEngine's own benchmark, decided by it (<c>ExecuteAllRulesAsync</c>, with
/// the settings of its benchmark) and by us; the verdicts are compared first.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class WorkflowsBenchmarks
{
    private const string Nested = """
        [{"WorkflowName":"Member","Rules":[{"RuleName":"SellerIsKnown","ErrorMessage":"Not known.","RuleExpressionType":"LambdaExpression",
           "Expression":"input1.Seller.Grade == \"A\""}]},
         {"WorkflowName":"Items","Rules":[{"RuleName":"FirstAndSecond","ErrorMessage":"Other items.","RuleExpressionType":"LambdaExpression",
           "Expression":"input1.Seller.Offers[0].Id == 1 && input1.Seller.Offers[1].Name == \"second\""}]},
         {"WorkflowName":"Functions","Rules":[{"RuleName":"SecondInCapitals","ErrorMessage":"Other item.","RuleExpressionType":"LambdaExpression",
           "Expression":"input1.Seller.Offers[1].Name.ToUpper() = \"SECOND\""}]}]
        """;

    private const string Tiny = """
        [{"WorkflowName":"Tiny","Rules":[{"RuleName":"Paid","ErrorMessage":"Not paid.","RuleExpressionType":"LambdaExpression",
           "Expression":"input1.spent >= 5000"}]}]
        """;

    private const string Discount = """
        [{"WorkflowName":"Discount","Rules":[
          {"RuleName":"Ten","SuccessEvent":"10","Expression":"input1.country == \"de\" AND input1.years <= 2 AND input1.spent >= 5000 AND input1.orders > 2 AND input1.visits > 2"},
          {"RuleName":"Twenty","SuccessEvent":"20","Expression":"input1.country == \"de\" AND input1.years == 3 AND input1.spent >= 10000 AND input1.orders > 2 AND input1.visits > 2"},
          {"RuleName":"Foreign","SuccessEvent":"25","Expression":"input1.country != \"de\" AND input1.years >= 2 AND input1.spent >= 10000 AND input1.orders > 2 AND input1.visits > 5"},
          {"RuleName":"Thirty","SuccessEvent":"30","Expression":"input1.years > 3 AND input1.spent >= 50000 AND input1.spent <= 100000 AND input1.orders > 5 AND input1.visits > 15"},
          {"RuleName":"Either","SuccessEvent":"30","Operator":"OrElse","Rules":[
            {"RuleName":"Loyal","Expression":"input1.years > 3 AND input1.spent >= 50000 AND input1.spent <= 100000"},
            {"RuleName":"Busy","Expression":"input1.orders > 15"}]},
          {"RuleName":"Best","SuccessEvent":"35","Operator":"AndAlso","Rules":[
            {"RuleName":"LongLoyal","Expression":"input1.years > 3"},
            {"RuleName":"BigSpender","Expression":"input1.spent >= 100000"},
            {"RuleName":"Regular","Expression":"input1.orders > 15 AND input1.visits > 25"}]}]}]
        """;

    private static readonly object NestedInput = new
    {
        Seller = new { Grade = "A", Offers = new List<Offer> { new(1, "first"), new(2, "second") } },
    };

    private static readonly object DiscountInput = new { country = "de", years = 3m, spent = 15_000m, orders = 8m, visits = 20m };

    private Side _nested = null!;
    private Side _discount = null!;
    private Side _tiny = null!;

    [GlobalSetup]
    public void Setup()
    {
        _nested = new Side(Nested, NestedInput, new FactTypeDocument
        {
            Key = "facts",
            Fields =
            [
                new Field
                {
                    Name = "seller", Type = FieldType.Object,
                    Fields =
                    [
                        new Field { Name = "grade", Type = FieldType.Text },
                        new Field
                        {
                            Name = "offers", Type = FieldType.List,
                            Fields = [new Field { Name = "id", Type = FieldType.Number }, new Field { Name = "name", Type = FieldType.Text }],
                        },
                    ],
                },
            ],
        });
        var customer = new FactTypeDocument
        {
            Key = "facts",
            Fields =
            [
                new Field { Name = "country", Type = FieldType.Text },
                .. new[] { "years", "spent", "orders", "visits" }.Select(n => new Field { Name = n, Type = FieldType.Number }),
            ],
        };
        _discount = new Side(Discount, DiscountInput, customer);
        _tiny = new Side(Tiny, DiscountInput, customer);
        _nested.Compare();
        _discount.Compare();
        _tiny.Compare();
    }

    [Benchmark(Baseline = true), BenchmarkCategory("Nested")]
    public List<RuleResultTree> NestedRulesEngine() => _nested.Theirs();

    [Benchmark, BenchmarkCategory("Nested")]
    public Evaluation NestedOurs() => _nested.Ours();

    [Benchmark(Baseline = true), BenchmarkCategory("Discount")]
    public List<RuleResultTree> DiscountRulesEngine() => _discount.Theirs();

    [Benchmark, BenchmarkCategory("Discount")]
    public Evaluation DiscountOurs() => _discount.Ours();

    [Benchmark(Baseline = true), BenchmarkCategory("Tiny")]
    public List<RuleResultTree> TinyRulesEngine() => _tiny.Theirs();

    [Benchmark, BenchmarkCategory("Tiny")]
    public Evaluation TinyOurs() => _tiny.Ours();

    /// <summary>One item of the nested input.</summary>
    public sealed record Offer(int Id, string Name);

    /// <summary>The same workflows compiled both ways, and the same input.</summary>
    private sealed class Side
    {
        private readonly string[] _names;
        private readonly string[] _keys;
        private readonly RulesEngine.RulesEngine _theirs;
        private readonly object _input;
        private readonly RuleSet _ours;
        private readonly Facts _facts;

        public Side(string workflows, object input, FactTypeDocument type)
        {
            using var json = JsonDocument.Parse(workflows);
            var each = json.RootElement.EnumerateArray().Select(w => w.Clone()).ToArray();
            _names = [.. each.Select(w => w.GetProperty("WorkflowName").GetString()!)];
            _input = input;
            _theirs = new RulesEngine.RulesEngine(
                [.. each.Select(w => w.GetRawText())],
                new ReSettings { EnableFormattedErrorMessage = false, EnableScopedParams = false });
            _keys = [.. each.Select((_, i) => $"w{i}")];
            var documents = each.Select((w, i) => new WorkflowDocument { Key = _keys[i], Facts = type.Key, Workflow = w });
            _ours = RuleSet.Compile([type, .. documents]).RuleSet!;
            _facts = Facts.From(_ours.FactTypeOf("w0")!, input).Facts!;
        }

        public List<RuleResultTree> Theirs()
        {
            List<RuleResultTree> last = [];
            foreach (var name in _names) last = _theirs.ExecuteAllRulesAsync(name, _input).AsTask().Result;
            return last;
        }

        public Evaluation Ours()
        {
            Evaluation last = null!;
            for (var i = 0; i < _names.Length; i++) last = _ours.Evaluate(_keys[i], _facts);
            return last;
        }

        public void Compare()
        {
            for (var i = 0; i < _names.Length; i++)
            {
                var theirs = _theirs.ExecuteAllRulesAsync(_names[i], _input).AsTask().Result.Where(r => r.IsSuccess).Select(r => r.Rule.RuleName);
                if (!theirs.SequenceEqual(_ours.Evaluate(_keys[i], _facts).Matched)) throw new InvalidOperationException($"{_names[i]} differs.");
            }
        }
    }
}
