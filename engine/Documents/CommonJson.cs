using System.Collections.Immutable;
using Policy.Engine.Compiling;

namespace Policy.Engine.Documents;

/// <summary>The members that documents of every kind have.</summary>
internal static class CommonJson
{
    private static readonly ImmutableArray<string> PropertyKinds = ["monotone", "implies", "complete", "notLooserThan"];

    /// <summary>Reads the members before the kind's own.</summary>
    public static Document ReadInto(Document document, ObjectReader json) => document with
    {
        Title = json.Localized("title"),
        Facts = json.Text("facts"),
        LegalBasis = json.OptionalText("legalBasis"),
        Sources = json.Texts("sources"),
        Force = json.Choice<Force>("force") ?? Force.InForce,
        Dialect = json.Choice<Dialect>("dialect") ?? Dialect.Policy,
        Requires = json.TextsByName("requires"),
        Functions = json.TextsByName("functions"),
        Cases = [.. json.Objects("cases", ReadCase)],
        Properties = json.Objects("properties", ReadProperty),
    };

    public static void WriteHead(ObjectWriter json, Document document)
    {
        json.Text("kind", document.Kind);
        json.Text("key", document.Key);
        json.Localized("title", document.Title);
        json.Text("facts", document.Facts);
        json.Text("legalBasis", document.LegalBasis);
        json.Texts("sources", document.Sources);
        json.Choice("force", document.Force, Force.InForce);
        json.Choice("dialect", document.Dialect, Dialect.Policy);
        json.TextsByName("requires", document.Requires);
        json.TextsByName("functions", document.Functions);
    }

    public static void WriteTail(ObjectWriter json, Document document)
    {
        json.Objects("cases", document.Cases, WriteCase);
        json.Objects("properties", document.Properties, WriteProperty);
    }

    public static Case ReadCase(ObjectReader json)
    {
        var (id, title) = (json.Text("id"), json.OptionalText("title"));
        var facts = json.Raw("facts");
        var expect = json.Raw("expect");
        if (facts is null) json.Missing("facts");
        if (expect is null) json.Missing("expect");
        return new Case(id, title, facts ?? default, expect ?? default);
    }

    private static void WriteCase(ObjectWriter json, Case item)
    {
        json.Text("id", item.Id);
        json.Text("title", item.Title);
        json.Raw("facts", item.Facts);
        json.Raw("expect", item.Expect);
    }

    private static PropertyStatement ReadProperty(ObjectReader json)
    {
        var property = new PropertyStatement(
            json.Text("id"),
            json.Text("kind"),
            json.OptionalText("input", DocumentLimits.Cell),
            json.OptionalText("output"),
            json.OptionalText("direction"),
            json.OptionalText("when", DocumentLimits.Cell),
            json.OptionalText("then", DocumentLimits.Cell),
            json.OptionalText("key"));
        Choice(property.Kind, PropertyKinds, json.At.At("kind"));
        switch (property.Kind)
        {
            case "monotone":
                Need(json, "input", property.Input);
                Need(json, "output", property.Output);
                Need(json, "direction", property.Direction);
                if (property.Direction is { } direction) Choice(direction, ["nondecreasing", "nonincreasing"], json.At.At("direction"));
                break;
            case "implies":
                Need(json, "when", property.When);
                Need(json, "then", property.Then);
                break;
            case "notLooserThan":
                Need(json, "key", property.Key);
                break;
        }

        return property;
    }

    private static void WriteProperty(ObjectWriter json, PropertyStatement property)
    {
        json.Text("id", property.Id);
        json.Text("kind", property.Kind);
        json.Text("input", property.Input);
        json.Text("output", property.Output);
        json.Text("direction", property.Direction);
        json.Text("when", property.When);
        json.Text("then", property.Then);
        json.Text("key", property.Key);
    }

    private static void Choice(string text, ImmutableArray<string> choices, Reporter at)
    {
        if (choices.Contains(text) || !at.IsClean) return;
        if (text.Length == 0) at.Error(DiagnosticCode.Missing, Messages.Missing("kind"));
        else at.Error(DiagnosticCode.UnknownChoice, Messages.UnknownChoice(text, choices));
    }

    private static void Need(ObjectReader json, string name, string? value)
    {
        if (string.IsNullOrEmpty(value) && json.At.At(name).IsClean) json.Missing(name);
    }
}
