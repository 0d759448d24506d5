using System.Globalization;
using System.Text.Json;
using CsCheck;
using Policy.Engine.Tests.Reference;

namespace Policy.Engine.Tests.Workflows;

/// <summary>Random workflows in the language that Microsoft RulesEngine and we share, and facts for them.</summary>
internal static class RandomWorkflows
{
    private static readonly string[] Words = ["", "CN", "US", "ab", "84"];

    /// <summary>A workflow with global parameters of every type and one to four rules, nested up to three deep, that use
    /// them and a local parameter each.</summary>
    public static readonly Gen<string> Json = Gen.Select(
        Parameter("limit_", Numeric(1, "")), Parameter("flag_", Condition(1, "")), Parameter("word_", Textual(1, "")),
        Rule(3).Array[1, 4]).Select((limit, flag, word, rules) => JsonSerializer.Serialize(new
        {
            WorkflowName = "w",
            GlobalParams = new[] { limit, flag, word },
            Rules = rules.Select((r, i) => Named(r, $"R{i}")),
        }));

    public static readonly Gen<WorkflowInput> Input = Gen.Select(
        Missing(Choice.Of("8471", "84", "US", "ab", "")), MissingNumber(), Number(), Missing(Choice.Of("CN", "US", "ab")),
        Gen.Bool, Gen.Select(MissingNumber(), Missing(Choice.Of("a", "US")), Gen.Bool, (qty, name, fragile) =>
            new WorkflowInput.Line { qty = qty, name = name, fragile = fragile }).List[0, 3],
        (hs, value, weight, country, licensed, goods) => new WorkflowInput
        {
            hs = hs, value = value, weight = weight, country = country, licensed = licensed, goods = goods,
        });

    /// <summary>A condition that uses no parameter.</summary>
    public static Gen<string> Expression => Condition(3, "").Select(WithoutParameters);

    private static object Named(RandomRule rule, string name) => rule.Operator is null
        ? new
        {
            RuleName = name, rule.Enabled, rule.SuccessEvent, rule.Expression,
            LocalParams = new[] { rule.Local },
        }
        : new { RuleName = name, rule.Enabled, rule.SuccessEvent, rule.Operator, Rules = rule.Rules.Select((r, i) => Named(r, $"{name}c{i}")) };

    private static Gen<RandomRule> Rule(int depth) => Gen.Int[0, 99].SelectMany(dice => depth > 1 && dice < 30
        ? Gen.Select(Choice.Of("And", "AndAlso", "Or", "OrElse"), Rule(depth - 1).Array[1, 3], Enabled, Event,
            (op, rules, enabled, said) => new RandomRule(enabled, said, op, null, null, rules))
        : Gen.Select(Condition(3, ""), Parameter("local_", Numeric(1, "")), Enabled, Event,
            (expression, local, enabled, said) => new RandomRule(enabled, said, null, expression, local, [])));

    private static readonly Gen<bool> Enabled = Gen.Int[0, 9].Select(i => i > 0);

    private static readonly Gen<string?> Event = Choice.Of<string?>(null, "10", "20");

    // A parameter does not use the others.
    private static Gen<RandomParameter> Parameter(string name, Gen<string> expression) =>
        expression.Select(e => new RandomParameter(name, WithoutParameters(e)));

    private static string WithoutParameters(string expression) => expression
        .Replace("limit_", "facts.weight", StringComparison.Ordinal).Replace("local_", "facts.weight", StringComparison.Ordinal)
        .Replace("flag_", "facts.licensed", StringComparison.Ordinal).Replace("word_", "facts.country", StringComparison.Ordinal);

    private static Gen<string> Condition(int depth, string item) => depth == 0
        ? Choice.Among(Comparison(0, item), Choice.Of("true", "flag_", "facts.licensed", item.Length > 0 ? $"{item}.fragile" : "facts.licensed"))
        : Choice.Among(
            Comparison(depth - 1, item),
            Comparison(depth - 1, item),
            Gen.Select(Condition(depth - 1, item), Choice.Of("and", "AND", "&&", "or", "OR", "||"), Condition(depth - 1, item), (a, op, b) => $"({a} {op} {b})"),
            Condition(depth - 1, item).Select(c => $"!({c})"),
            Condition(depth - 1, item).Select(c => $"not ({c})"),
            Gen.Select(Condition(depth - 1, item), Condition(depth - 1, item), Condition(depth - 1, item), (a, b, c) => $"({a} ? {b} : {c})"),
            Gen.Select(Condition(depth - 1, item), Condition(depth - 1, item), Condition(depth - 1, item), (a, b, c) => $"iif({a}, {b}, {c})"),
            Text(depth - 1, item),
            item.Length > 0 ? Comparison(0, item) : Choice.Among(
                Choice.Of("facts.goods.Any()", "input1.goods.Count() > 1", "facts.Goods.Count == 0"),
                Gen.Select(Choice.Of("Any", "All"), Condition(depth - 1, "g"), (f, c) => $"facts.goods.{f}(g => {c})"),
                Condition(depth - 1, "g").Select(c => $"facts.goods.Count(g => {c}) >= 1")));

    private static Gen<string> Comparison(int depth, string item) => Choice.Among(
        Gen.Select(Numeric(depth, item), Choice.Of("==", "=", "!=", "<>", "<", "<=", ">", ">="), Numeric(depth, item), (a, op, b) => $"{a} {op} {b}"),
        Gen.Select(Textual(depth, item), Choice.Of("==", "=", "!=", "<>"), Textual(depth, item), (a, op, b) => $"{a} {op} {b}"),
        Gen.Select(Choice.Of("facts.hs", "facts.country", "facts.value"), Choice.Of("==", "!="), (f, op) => $"{f} {op} null"),
        Gen.Select(Textual(0, item), Choice.Of("in", "not_in"), Choice.Of("(\"CN\", \"US\")", "(\"ab\")", "(\"\", facts.hs)"), (t, op, items) => $"{t} {op} {items}"),
        Gen.Select(Numeric(0, item), Choice.Of("(1m, 2.5m)", "(0m, facts.weight, 10m)"), (n, items) => $"{n} in {items}"));

    private static Gen<string> Numeric(int depth, string item) => depth == 0
        ? Choice.Among(
            Number().Select(n => n.ToString(CultureInfo.InvariantCulture) + "m"),
            Choice.Of("facts.value", "input1.Value", "facts.weight", "INPUT1.weight", "facts.hs.Length", "limit_", "local_"),
            Choice.Of(item.Length > 0 ? $"{item}.qty" : "facts.weight"))
        : Choice.Among(
            Numeric(0, item),
            Gen.Select(Numeric(depth - 1, item), Choice.Of("+", "-", "*", "/", "%"), Numeric(depth - 1, item), (a, op, b) => $"({a} {op} {b})"),
            Numeric(depth - 1, item).Select(n => $"(-{n})"),
            Number().Select(n => $"(facts.value ?? {n.ToString(CultureInfo.InvariantCulture)}m)"),
            Choice.Of("Math.Max(facts.weight, 2m)", "Math.Min(facts.weight, 2m)", "Math.Abs(facts.weight - 3m)", "Math.Round(facts.weight)",
                "Math.Round(facts.weight / 3m, 2)", "Math.Floor(facts.weight / 2m)", "Math.Ceiling(facts.weight / 2m)"),
            item.Length > 0 ? Numeric(0, item) : Choice.Of("facts.goods.Sum(g => g.qty)", "facts.goods.Max(g => g.qty)",
                "facts.goods.Min(g => g.qty + 1m)", "facts.goods[0].qty", "facts.Goods[1].qty", "facts.goods.Sum(g => g.qty * facts.weight)"));

    private static Gen<string> Textual(int depth, string item) => depth == 0
        ? Choice.Among(Choice.Of(Words).Select(w => $"\"{w}\""), Choice.Of("facts.hs", "facts.country", "word_", item.Length > 0 ? $"{item}.name" : "input1.Country"))
        : Choice.Among(
            Textual(0, item),
            Gen.Select(Textual(depth - 1, item), Textual(depth - 1, item), (a, b) => $"({a} + {b})"),
            Gen.Select(Choice.Of("facts.hs", "facts.country"), Choice.Of("ToUpper()", "ToLower()", "Trim()", "Substring(0, 2)", "Substring(1)"), (t, f) => $"{t}.{f}"));

    private static Gen<string> Text(int depth, string item) => Choice.Among(
        Gen.Select(Textual(depth, item), Choice.Of("StartsWith", "EndsWith", "Contains"), Textual(0, item), (a, f, b) => $"{a}.{f}({b})"),
        Gen.Select(Choice.Of("IsNullOrEmpty", "IsNullOrWhiteSpace"), Textual(depth, item), (f, t) => $"string.{f}({t})"));

    private static Gen<decimal> Number() => Choice.Of(0m, 1m, 2m, 2.5m, 3m, 10m, 0.1m, 100.25m);

    private static Gen<decimal?> MissingNumber() =>
        Choice.Weighted((1, Gen.Const((decimal?)null)), (4, Number().Select(n => (decimal?)n)));

    private static Gen<string?> Missing(Gen<string> text) =>
        Choice.Weighted((1, Gen.Const((string?)null)), (4, text.Select(t => (string?)t)));

    private sealed record RandomRule(
        bool Enabled, string? SuccessEvent, string? Operator, string? Expression, RandomParameter? Local, RandomRule[] Rules);

    private sealed record RandomParameter(string Name, string Expression);
}

#pragma warning disable IDE1006, SA1300 // Named as the fields of the facts.
/// <summary>The facts as the object that Microsoft RulesEngine reads.</summary>
public sealed class WorkflowInput
{
    public string? hs { get; init; }

    public decimal? value { get; init; }

    public decimal weight { get; init; }

    public string? country { get; init; }

    public bool licensed { get; init; }

    public List<Line> goods { get; init; } = [];

    public sealed class Line
    {
        public decimal? qty { get; init; }

        public string? name { get; init; }

        public bool fragile { get; init; }
    }
}
#pragma warning restore IDE1006, SA1300
