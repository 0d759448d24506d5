using System.Xml.Linq;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Dmn;

/// <summary>Boxed expressions (DMN 1.5, section 10.2) as FEEL text. All but decision tables have a form in FEEL; a table
/// within becomes a document of its own that the text calls.</summary>
internal sealed class Boxed(Owner owner, ItemTypes types, Func<string, XElement?> function, Func<XElement, Owner, IReadOnlyList<string>, string> table)
{
    private const string Result = "_result";

    /// <summary>The FEEL text of the expression that an element holds; <c>null</c> when it holds none.</summary>
    public string Within(XElement? holder, IReadOnlyList<string> names) =>
        holder?.Elements().FirstOrDefault(e => IsExpression(e.Name.LocalName)) is { } expression ? Of(expression, names) : "null";

    public static bool IsExpression(string element) => element is "literalExpression" or "context" or "relation" or "list" or "invocation"
        or "functionDefinition" or "decisionTable" or "conditional" or "for" or "some" or "every" or "filter";

    /// <param name="expression">The boxed expression.</param>
    /// <param name="names">What it may name.</param>
    public string Of(XElement expression, IReadOnlyList<string> names) => expression.Name.LocalName switch
    {
        "literalExpression" => Literal(expression),
        "context" => Context(expression, names),
        "relation" => Relation(expression, names),
        "list" => "[" + string.Join(", ", Items(expression).Select(i => Of(i, names))) + "]",
        "invocation" => Invocation(expression, names),
        "functionDefinition" => Function(expression, names),
        "decisionTable" => table(expression, owner, names),
        "conditional" => $"if {Part(expression, "if", names)} then {Part(expression, "then", names)} else {Part(expression, "else", names)}",
        "filter" => $"{Part(expression, "in", names)}[{Within(expression.Child("match"), names)}]",
        _ => Iteration(expression, names),
    };

    private static IEnumerable<XElement> Items(XElement expression) => expression.Elements().Where(e => IsExpression(e.Name.LocalName));

    private string Literal(XElement expression)
    {
        if (expression.Text("expressionLanguage") is { } language && !language.Contains("FEEL", StringComparison.OrdinalIgnoreCase))
        {
            owner.At.Warning(DiagnosticCode.NotImported, Messages.Foreign(language));
            return "null";
        }

        var text = types.WrittenOut(expression.TextContent() ?? "null");

        // A comment must not swallow what follows.
        return text.Contains("//", StringComparison.Ordinal) ? text + "\n" : text;
    }

    private string Part(XElement expression, string name, IReadOnlyList<string> names) => $"({Within(expression.Child(name), names)})";

    private string Context(XElement expression, IReadOnlyList<string> names)
    {
        var (entries, visible, result) = (new List<string>(), new List<string>(names), "");
        foreach (var entry in expression.Children("contextEntry"))
        {
            var value = Within(entry, visible);
            if (entry.Child("variable") is not { } variable)
            {
                entries.Add($"{Result}: {value}");
                result = $".{Result}";
                continue;
            }

            entries.Add($"{Key(variable.NameOf())}: {value}");
            visible.Add(variable.NameOf());
        }

        return "{" + string.Join(", ", entries) + "}" + result;
    }

    private string Relation(XElement expression, IReadOnlyList<string> names)
    {
        var columns = expression.Children("column").Select(c => c.NameOf()).ToArray();
        var rows = expression.Children("row").Select(row =>
            "{" + string.Join(", ", Items(row).Take(columns.Length).Select((cell, i) => $"{Key(columns[i])}: {Of(cell, names)}")) + "}");
        return "[" + string.Join(", ", rows) + "]";
    }

    private string Invocation(XElement expression, IReadOnlyList<string> names)
    {
        var called = Items(expression).FirstOrDefault() is { } first ? Of(first, names) : "null";
        var arguments = expression.Children("binding")
            .Select(b => (Name: b.Child("parameter")?.NameOf() ?? "", Value: Within(b, names))).ToList();
        var parameters = function(called)?.Children("formalParameter").Select(p => p.NameOf()).ToList();
        var positional = parameters is not null && parameters.Count == arguments.Count
            && parameters.All(p => arguments.Any(a => a.Name == p));
        var given = positional
            ? parameters!.Select(p => arguments.First(a => a.Name == p).Value)
            : arguments.Select(a => $"{a.Name}: {a.Value}");
        return $"{called}({string.Join(", ", given)})";
    }

    private string Function(XElement expression, IReadOnlyList<string> names)
    {
        var parameters = expression.Children("formalParameter").ToList();
        var declared = parameters.Select(p => types.Feel(p.Text("typeRef")) is { } type and not "Any" ? $"{p.NameOf()}: {type}" : p.NameOf());
        var external = expression.Text("kind") is { } kind and not "FEEL" ? "external " : "";
        return $"(function({string.Join(", ", declared)}) {external}{Within(expression, [.. names, .. parameters.Select(p => p.NameOf())])})";
    }

    private string Iteration(XElement expression, IReadOnlyList<string> names)
    {
        var variable = expression.Text("iteratorVariable") ?? "item";
        var ending = expression.Name.LocalName == "for" ? "return" : "satisfies";
        var body = Within(expression.Child(ending), [.. names, variable]);
        return $"{expression.Name.LocalName} {variable} in {Within(expression.Child("in"), names)} {ending} ({body})";
    }

    public static string Key(string name) =>
        name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ') && char.IsLetter(name[0]) ? name : Texts.Quoted(name);
}
