using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Policy.Engine.Dmn;

/// <summary>A decision table of a model as a document.</summary>
internal static class TableImport
{
    /// <param name="table">The table.</param>
    /// <param name="owner">The document that it becomes.</param>
    /// <param name="types">The model's types.</param>
    /// <param name="typeRef">The type of the result, where the table does not say; null: not said.</param>
    public static DecisionTableDocument Read(XElement table, Owner owner, ItemTypes types, string? typeRef)
    {
        var policy = Policy(table, owner);
        var outputs = table.Children("output").ToList();
        var single = outputs.Count == 1;
        var notes = table.Children("annotation").Select(a => a.NameOf()).ToList();
        if (table.Text("preferredOrientation") is { } orientation and not "Rule-as-Row") NotKept(owner, "preferredOrientation: " + orientation);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return new DecisionTableDocument
        {
            Key = owner.Key,
            Title = owner.Title,
            Facts = owner.Facts,
            Dialect = Dialect.Dmn,
            Requires = owner.Requires,
            Functions = owner.Calls,
            HitPolicy = policy,
            Inputs = [.. table.Children("input").Select(i => Input(i, owner))],
            Outputs = [.. outputs.Select(o => Output(o, single, IsAggregation(policy), single && IsSingle(policy) ? typeRef : null, owner, types))],
            Rows = [.. table.Children("rule").Select((r, i) => Row(r, i, notes, seen))],
        };
    }

    private static bool IsSingle(HitPolicy policy) =>
        policy is HitPolicy.Unique or HitPolicy.Any or HitPolicy.First or HitPolicy.Priority;

    private static bool IsAggregation(HitPolicy policy) =>
        policy is HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax;

    private static HitPolicy Policy(XElement table, Owner owner) => (table.Text("hitPolicy") ?? "UNIQUE", table.Text("aggregation")) switch
    {
        ("UNIQUE", _) => HitPolicy.Unique,
        ("ANY", _) => HitPolicy.Any,
        ("FIRST", _) => HitPolicy.First,
        ("PRIORITY", _) => HitPolicy.Priority,
        ("RULE ORDER", _) => HitPolicy.RuleOrder,
        ("OUTPUT ORDER", _) => HitPolicy.OutputOrder,
        ("COLLECT", "SUM") => HitPolicy.CollectSum,
        ("COLLECT", "MIN") => HitPolicy.CollectMin,
        ("COLLECT", "MAX") => HitPolicy.CollectMax,
        ("COLLECT", "COUNT") => HitPolicy.CollectCount,
        ("COLLECT", null) => HitPolicy.Collect,
        var (policy, aggregation) => Unknown($"{policy} {aggregation}".Trim(), owner),
    };

    private static HitPolicy Unknown(string policy, Owner owner)
    {
        owner.At.Error(DiagnosticCode.NotImported, Messages.UnknownElement("hitPolicy: " + policy));
        return HitPolicy.Unique;
    }

    private static TableInput Input(XElement input, Owner owner)
    {
        if (input.Child("inputValues").TextContent() is { } values) NotKept(owner, "inputValues: " + values);
        var label = input.Text("label");
        return new TableInput(
            input.Child("inputExpression").TextContent() ?? label ?? "null", label is null ? null : new LocalizedText(label, label));
    }

    private static TableOutput Output(XElement output, bool single, bool aggregated, string? typeRef, Owner owner, ItemTypes types)
    {
        var name = output.NameOf();
        var type = types.Field(name, output.Text("typeRef") ?? typeRef);
        var values = output.Child("outputValues").TextContent() is { } listed ? ItemTypes.Texts(listed) : type.Values;
        if (output.Child("outputValues").TextContent() is { } lost && values.IsEmpty) NotKept(owner, "outputValues: " + lost);
        var label = output.Text("label") ?? (name.Length > 0 && single ? name : null);
        return new TableOutput
        {
            Name = single ? "" : name,
            Type = !values.IsEmpty ? FieldType.Text : aggregated && type.Type == FieldType.Any ? FieldType.Number : type.Type,
            Title = label is null ? null : new LocalizedText(label, label),
            Values = values,
            Default = output.Child("defaultOutputEntry").TextContent(),
        };
    }

    private static TableRow Row(XElement rule, int index, List<string> notes, HashSet<string> seen)
    {
        var id = rule.Text("id") is { Length: > 0 and <= 100 } given && seen.Add(given)
            ? given
            : string.Create(CultureInfo.InvariantCulture, $"R{index + 1}");
        var note = rule.Children("annotationEntry")
            .Select((a, i) => (Name: notes.ElementAtOrDefault(i), Text: a.TextContent()))
            .Where(a => a.Text is not null)
            .Select(a => string.IsNullOrEmpty(a.Name) ? a.Text! : $"{a.Name}: {a.Text}")
            .Prepend(rule.Child("description")?.Value.Trim() ?? "").Where(t => t.Length > 0).ToImmutableArray();
        return new TableRow
        {
            Id = id,
            When = [.. rule.Children("inputEntry").Select(e => e.TextContent() ?? "-")],
            Then = [.. rule.Children("outputEntry").Select(e => e.TextContent() is { } text and not "-" ? text : "null")],
            Note = note.IsEmpty ? null : new LocalizedText(string.Join("; ", note), string.Join("; ", note)),
        };
    }

    private static void NotKept(Owner owner, string what) =>
        owner.At.Warning(DiagnosticCode.NotKept, Messages.LooseType(what));
}
