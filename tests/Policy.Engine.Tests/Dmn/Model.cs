using System.Text;
using Policy.Engine.Dmn;

namespace Policy.Engine.Tests.Dmn;

/// <summary>Models written out in tests.</summary>
internal static class Model
{
    public const string Dmn15 = "https://www.omg.org/spec/DMN/20230324/MODEL/";

    /// <summary>A model of some elements.</summary>
    public static DmnImport Import(string elements, string version = Dmn15) => DmnXml.Read(Encoding.UTF8.GetBytes(Xml(elements, version)));

    public static string Xml(string elements, string version = Dmn15) =>
        $"""<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{version}" name="model" namespace="urn:test" id="d">{elements}</definitions>""";

    /// <summary>The rule set of a model without errors.</summary>
    public static RuleSet Rules(DmnImport import)
    {
        Assert.DoesNotContain(import.Problems, p => p.Severity == Severity.Error);
        var compilation = RuleSet.Compile(import.Documents);
        Assert.DoesNotContain(compilation.Diagnostics, d => d.Severity == Severity.Error);
        return compilation.RuleSet!;
    }

    /// <summary>What a decision of the model gives.</summary>
    public static Evaluation Decide(string elements, string key, string facts = "{}")
    {
        var rules = Rules(Import(elements));
        var read = Facts.Read(rules.FactTypeOf(key)!, Encoding.UTF8.GetBytes(facts));
        Assert.Empty(read.Problems);
        return rules.Evaluate(key, read.Facts!);
    }

    public static string Input(string name, string? type = null) =>
        $"""<inputData name="{name}" id="i-{name}"><variable name="{name}"{(type is null ? "" : $" typeRef=\"{type}\"")}/></inputData>""";

    /// <summary>A decision, with the ids of what it requires.</summary>
    public static string Decision(string name, string logic, string? type = null, string requires = "") => $"""
        <decision name="{name}" id="d-{name}"><variable name="{name}"{(type is null ? "" : $" typeRef=\"{type}\"")}/>
        {string.Concat(requires.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Requirement))}{logic}</decision>
        """;

    public static string Literal(string feel) => $"<literalExpression><text>{Escaped(feel)}</text></literalExpression>";

    /// <summary>A table of rows: cells by <c>|</c>, the outputs last.</summary>
    public static string Table(string policy, string inputs, string outputs, params string[] rows)
    {
        var (ins, outs) = (inputs.Split('|'), outputs);
        var rules = rows.Select((row, i) =>
        {
            var cells = row.Split('|').Select(c => Escaped(c.Trim())).ToArray();
            return $"<rule id=\"row{i + 1}\">"
                + string.Concat(cells.Take(ins.Length).Select(c => $"<inputEntry><text>{c}</text></inputEntry>"))
                + string.Concat(cells.Skip(ins.Length).Select(c => $"<outputEntry><text>{c}</text></outputEntry>")) + "</rule>";
        });
        return $"<decisionTable {policy}>"
            + string.Concat(ins.Select(i => $"<input><inputExpression><text>{Escaped(i)}</text></inputExpression></input>"))
            + outs + string.Concat(rules) + "</decisionTable>";
    }

    public static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Requirement(string id) => id[0] switch
    {
        'd' => $"""<informationRequirement><requiredDecision href="#{id}"/></informationRequirement>""",
        'i' => $"""<informationRequirement><requiredInput href="#{id}"/></informationRequirement>""",
        'k' => $"""<authorityRequirement><requiredAuthority href="#{id}"/></authorityRequirement>""",
        _ => $"""<knowledgeRequirement><requiredKnowledge href="#{id}"/></knowledgeRequirement>""",
    };
}
