using Policy.Engine.Expressions;
using Policy.Engine.Tests.Analysis;

namespace Policy.Engine.Tests.Cases;

/// <summary>Documents with cases.</summary>
internal static class CaseDocuments
{
    /// <summary>A table over the small domain with points as its cases; what they expect does not matter.</summary>
    public static RuleSet Small(string table, IEnumerable<string> points)
    {
        var cases = points.Select((point, at) => $$"""{"id":"P{{at}}","facts":{{point}},"expect":null}""");
        return Rules.Set(SmallTables.Facts, With(table, string.Join(",", cases)));
    }

    /// <summary>The same with the results that the table gives as expectations.</summary>
    public static RuleSet Golden(string table, IEnumerable<string> points)
    {
        var rules = Rules.Set(SmallTables.Facts, table);
        var cases = points.Select((point, at) => (point, at, rules.Evaluate("table", rules.Facts("table", point)))).Where(p => p.Item3.Faults.IsEmpty)
            .Select(p => $$"""{"id":"P{{p.at}}","facts":{{p.point}},"expect":{{p.Item3.Outputs}}}""");
        return Rules.Set(SmallTables.Facts, With(table, string.Join(",", cases)));
    }

    public static RuleSet Thresholds(string cases, string rows = """{"id":"R1","when":["[100..500)","\"A\",\"B\""],"then":["5"]}""", string policy = "first") =>
        Rules.Set(Rules.Parcel, With($$"""
            {"kind":"decisionTable","key":"thresholds","facts":"parcel","hitPolicy":"{{policy}}","inputs":[{"expression":"value"},{"expression":"grade"}],
             "outputs":[{"name":"ratio","type":"number"}],"rows":[{{rows}}]}
            """, cases));

    public static RuleSet List(string cases) => Rules.Set(Rules.Parcel, With("""
        {"kind":"list","key":"list","facts":"parcel","forEach":"goods","columns":[{"field":"code","match":"prefix"},{"field":"name","match":"keyword"}],
         "effects":["prohibit","licence","warn"],"otherwise":"warn",
         "entries":[{"id":"N1","values":["93",null],"effect":"prohibit","from":"2026-01-01"},{"id":"N2","values":[null,"watch"],"effect":"licence"}]}
        """, cases));

    public static RuleSet Card(string cases) => Rules.Set(Rules.Firm, With("""
        {"kind":"scorecard","key":"card","facts":"firm","base":60,
         "characteristics":[{"id":"C1","input":"violations","bins":[{"when":"0","points":10},{"when":"[1..3)","points":-5},{"when":">= 3","points":-30}]}],
         "grades":[{"grade":"A","when":">= 60"},{"grade":"B","when":"< 60"}],
         "overrides":[{"id":"O1","when":"filed = true","grade":"D"}]}
        """, cases));

    /// <summary>The cases for which all cells of a row of the small domain hold but that of the value.</summary>
    public static IEnumerable<(string Id, Facts Facts)> OthersHold(TableRow row, IEnumerable<(string Id, Facts Facts)> cases) =>
        cases.Where(c => new[] { (0, "code"), (2, "grade"), (3, "flag") }.All(column =>
        {
            var (place, name) = column;
            var type = Engine.FactTypes.DataTypes.Of(c.Facts.Type.Field(name)!);
            var cell = Feel.CompileTests(row.When[place], type, new Scope(null, []), new Compiling.Reporter(""))!;
            return cell.Test(new Frame { Facts = c.Facts.Content, Document = "" }, c.Facts.Content[name]) is true;
        }));

    private static string With(string document, string cases) => $"{document.TrimEnd()[..^1]},\"cases\":[{cases}]}}";
}
