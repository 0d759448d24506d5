using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Policy.Engine;
using Policy.Rules.Simulations;

namespace Policy.Host.Cli;

/// <summary>Conditions on what a simulation counts, each a FEEL expression: names are those of <see cref="Figures"/>, the
/// candidate's as they are, the baseline's behind <c>before.</c></summary>
internal sealed class SimulationConditions
{
    private const string Counted = "report";

    private readonly ImmutableArray<string> _texts;
    private readonly ImmutableArray<string> _names;
    private readonly RuleSet _rules;

    private SimulationConditions(ImmutableArray<string> texts, ImmutableArray<string> names, RuleSet rules) =>
        (_texts, _names, _rules) = (texts, names, rules);

    /// <summary>Checks conditions; null, with the reasons written, when one cannot be used.</summary>
    public static SimulationConditions? Read(
        IEnumerable<string> conditions, SimulatedRules before, SimulatedRules after, string language, TextWriter error)
    {
        ImmutableArray<string> texts = [.. conditions];
        ImmutableArray<string> names = [.. Names(before).Union(Names(after))];
        ImmutableArray<Field> fields = [.. names.Select(name => new Field { Name = name, Type = FieldType.Number })];
        var facts = new FactTypeDocument
        {
            Key = Counted,
            Fields = [.. fields, new Field { Name = "before", Type = FieldType.Object, Fields = fields }],
        };
        var compilation = RuleSet.Compile([facts, .. texts.Select(Table)]);
        if (compilation.RuleSet is { } rules) return new SimulationConditions(texts, names, rules);
        foreach (var problem in compilation.Diagnostics.Where(d => d.Severity == Severity.Error))
            error.WriteLine($"--fail-if `{texts[Index(problem.Document)]}`: {problem.Code} {problem.Message.In(language)}");
        error.WriteLine($"What is counted: {string.Join(", ", names)}; of the documents before with `before.` in front.");
        return null;
    }

    /// <summary>The conditions that hold of a report; one that cannot be decided holds.</summary>
    public ImmutableArray<string> Holding(SimulationReport report)
    {
        if (_texts.IsEmpty) return [];
        var figures = Figures(report);
        JsonObject Side(Func<Kpi, decimal> of) =>
            new(_names.Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(figures.TryGetValue(name, out var kpi) ? of(kpi) : 0))));
        var counted = Side(kpi => kpi.After);
        counted["before"] = Side(kpi => kpi.Before);
        var facts = Facts.Read(_rules.FactTypeOf(Key(0))!, Encoding.UTF8.GetBytes(counted.ToJsonString())).Facts!;
        return
        [
            .. _texts.Where((_, i) => _rules.Evaluate(Key(i), facts) is not { Faults.IsEmpty: true, Outputs: { Kind: ValueKind.Object } outputs }
                || outputs.AsObject()["holds"] != Value.False),
        ];
    }

    private static IEnumerable<string> Names(SimulatedRules rules) =>
    [
        "total", "skipped", "changed", "changedShare", "faults",
        .. rules.Outcomes.Select(o => Name($"share.{o}")),
        .. rules.Sums.Select(Name),
        .. rules.IsClearance ? ["greenShare", "redShare", "fraudCaughtShare", "inspections"] : Array.Empty<string>(),
    ];

    private static Dictionary<string, Kpi> Figures(SimulationReport report)
    {
        decimal changed = report.Total == 0 ? 0 : decimal.Round((decimal)report.Changed / report.Total, 6);
        IEnumerable<Kpi> figures =
        [
            new("total", report.Total, report.Total),
            new("skipped", report.Skipped, report.Skipped),
            new("changed", 0, report.Changed),
            new("changedShare", 0, changed),
            .. report.Kpis,
        ];
        return figures.DistinctBy(k => Name(k.Name)).ToDictionary(k => Name(k.Name), StringComparer.Ordinal);
    }

    // share.red becomes redShare; what no name may have is left out.
    private static string Name(string kpi)
    {
        var name = kpi.StartsWith("share.", StringComparison.Ordinal) ? $"{kpi["share.".Length..]}Share" : kpi;
        var kept = string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c == '_'));
        return kept.Length > 0 && char.IsLetter(kept[0]) ? kept : $"x{kept}";
    }

    private static Document Table(string condition, int index) => new DecisionTableDocument
    {
        Key = Key(index),
        Facts = Counted,
        Outputs = [new TableOutput { Name = "holds", Type = FieldType.Boolean }],
        Rows = [new TableRow { Id = "C", Then = [condition] }],
    };

    private static string Key(int index) => FormattableString.Invariant($"condition-{index}");

    private static int Index(string key) => int.Parse(key.AsSpan("condition-".Length), CultureInfo.InvariantCulture);
}
