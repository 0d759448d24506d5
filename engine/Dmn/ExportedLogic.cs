using System.Xml.Linq;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Dmn;

/// <summary>What a document decides as a boxed expression.</summary>
internal static class ExportedLogic
{
    private static readonly XNamespace Dmn = ModelXml.Newest;

    public static XElement Of(Document document, Func<string, string> id) => document switch
    {
        DecisionTableDocument { Outputs: [{ Name.Length: > 0 } only] } table when !Aggregates(table) => Named(table, only.Name, id),
        DecisionTableDocument table => Table(table, id),
        ExpressionDocument expression => Literal(expression.Expression),
        FlowDocument flow => Flow(flow),
        _ => Literal("null"),
    };

    public static XElement Literal(string text) => new(Dmn + "literalExpression", new XElement(Dmn + "text", text));

    private static bool Aggregates(DecisionTableDocument table) => table.HitPolicy is HitPolicy.CollectSum or HitPolicy.CollectMin
        or HitPolicy.CollectMax or HitPolicy.CollectCount;

    /// <summary>In DMN an only output has no name: the object of it is made from the table's value. A row that gives null can
    /// then not be told from no row.</summary>
    private static XElement Named(DecisionTableDocument table, string name, Func<string, string> id)
    {
        var many = table.HitPolicy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder;
        var made = many
            ? $"if _table = null then null else for _item in _table return {{{Boxed.Key(name)}: _item}}"
            : $"if _table = null then null else {{{Boxed.Key(name)}: _table}}";
        return Context(("_table", Table(table, id)), (null, Literal(made)));
    }

    private static XElement Flow(FlowDocument flow)
    {
        var steps = flow.Steps.Select(s => (Name: (string?)s.Id, Value: Literal(s.Id)));
        return Context([.. steps, ("outcome", Literal(flow.Outcome ?? "null"))]);
    }

    private static XElement Context(params ReadOnlySpan<(string? Name, XElement Value)> entries)
    {
        var context = new XElement(Dmn + "context");
        foreach (var (name, value) in entries)
        {
            context.Add(new XElement(Dmn + "contextEntry",
                name is null ? null : new XElement(Dmn + "variable", new XAttribute("name", name)), value));
        }

        return context;
    }

    private static XElement Table(DecisionTableDocument table, Func<string, string> id)
    {
        var (policy, aggregation) = Policy(table.HitPolicy);
        var element = new XElement(Dmn + "decisionTable", new XAttribute("hitPolicy", policy),
            aggregation is null ? null : new XAttribute("aggregation", aggregation));
        foreach (var input in table.Inputs)
            element.Add(new XElement(Dmn + "input", Label(input.Title), new XElement(Dmn + "inputExpression", Text(input.Expression))));
        foreach (var output in table.Outputs) element.Add(Output(output, table.Outputs.Length > 1));
        var (noted, based) = (table.Rows.Any(r => r.Note is not null), table.Rows.Any(r => r.LegalBasis is not null));
        if (noted) element.Add(new XElement(Dmn + "annotation", new XAttribute("name", "note")));
        if (based) element.Add(new XElement(Dmn + "annotation", new XAttribute("name", "legalBasis")));
        foreach (var row in table.Rows)
        {
            element.Add(new XElement(Dmn + "rule", new XAttribute("id", id(row.Id)),
                row.When.Select(cell => new XElement(Dmn + "inputEntry", Text(string.IsNullOrWhiteSpace(cell) ? "-" : cell))),
                row.Then.Select(cell => new XElement(Dmn + "outputEntry", Text(cell))),
                noted ? new XElement(Dmn + "annotationEntry", Text(row.Note?.En ?? "")) : null,
                based ? new XElement(Dmn + "annotationEntry", Text(row.LegalBasis ?? "")) : null));
        }

        return element;
    }

    private static XElement Output(TableOutput output, bool named) => new(Dmn + "output",
        named ? new XAttribute("name", output.Name) : null,
        Label(output.Title),
        output.Type == FieldType.List ? null : new XAttribute("typeRef", ExportedTypes.Name(output.Type)),
        output.Values.IsEmpty ? null : new XElement(Dmn + "outputValues", Text(string.Join(", ", output.Values.Select(Texts.Quoted)))),
        output.Default is null ? null : new XElement(Dmn + "defaultOutputEntry", Text(output.Default)));

    private static XAttribute? Label(LocalizedText? title) => title is null ? null : new XAttribute("label", title.En);

    private static XElement Text(string text) => new(Dmn + "text", text);

    private static (string Policy, string? Aggregation) Policy(HitPolicy policy) => policy switch
    {
        HitPolicy.Any => ("ANY", null),
        HitPolicy.Priority => ("PRIORITY", null),
        HitPolicy.First => ("FIRST", null),
        HitPolicy.RuleOrder => ("RULE ORDER", null),
        HitPolicy.OutputOrder => ("OUTPUT ORDER", null),
        HitPolicy.Collect => ("COLLECT", null),
        HitPolicy.CollectSum => ("COLLECT", "SUM"),
        HitPolicy.CollectMin => ("COLLECT", "MIN"),
        HitPolicy.CollectMax => ("COLLECT", "MAX"),
        HitPolicy.CollectCount => ("COLLECT", "COUNT"),
        _ => ("UNIQUE", null),
    };
}
