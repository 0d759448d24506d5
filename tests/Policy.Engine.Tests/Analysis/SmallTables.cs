using System.Globalization;

namespace Policy.Engine.Tests.Analysis;

/// <summary>Random tables over a domain so small that every point of it can be tried.</summary>
internal static class SmallTables
{
    public const string Facts = """
        {"kind":"factType","key":"small","fields":[
          {"name":"code","type":"text","optional":true},{"name":"value","type":"number","minimum":0,"maximum":4,"optional":true},
          {"name":"grade","type":"text","values":["A","B","C"],"ordered":true},{"name":"flag","type":"boolean","optional":true}]}
        """;

    public static readonly string[] Policies =
        ["unique", "any", "priority", "first", "ruleOrder", "outputOrder", "collect", "collectSum", "collectMin", "collectMax", "collectCount"];

    private static readonly string[] Codes =
    [
        "-", "-", "starts with(?, \"8\")", "starts with(?, \"84\")", "\"84\"", "\"8\",\"9\"", "null", "not(null)",
        "not(starts with(?, \"84\"))", "< \"84\"", ">= \"841\"",
    ];

    private static readonly string[] Values =
        ["-", "-", "< 1", "<= 1", "[1..3)", "(1..3]", ">= 2", "2", "1,3", "not(2)", "not(< 2)", "null", "null, > 3", "(2..2)", "< 0"];

    private static readonly string[] Grades = ["-", "-", "\"A\"", "\"A\",\"B\"", ">= \"B\"", "not(\"C\")", "< \"B\"", "[\"B\"..\"C\"]"];

    private static readonly string[] Flags = ["-", "-", "-", "true", "false", "null", "not(true)"];

    /// <summary>Every point of the domain: for each input one value of every stretch between the limits that cells use.</summary>
    public static IReadOnlyList<string> Points { get; } =
    [
        .. from code in new[] { "null", "\"\"", "\"8\"", "\"81\"", "\"84\"", "\"840\"", "\"841\"", "\"85\"", "\"9\"", "\"91\"" }
           from value in new[] { "null", "0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4" }
           from grade in new[] { "A", "B", "C" }
           from flag in new[] { "null", "true", "false" }
           select $$"""{"code":{{code}},"value":{{value}},"grade":"{{grade}}","flag":{{flag}}}""",
    ];

    public static string Table(Random random, string policy, int rows) => Table(policy, Default(random, policy), Rows(random, rows));

    public static string Table(string policy, string otherwise, IEnumerable<string> rows) => $$"""
        {"kind":"decisionTable","key":"table","facts":"small","hitPolicy":"{{policy}}",
         "inputs":[{"expression":"code"},{"expression":"value"},{"expression":"grade"},{"expression":"flag"}],
         "outputs":[{{Outputs(policy, otherwise)}}],"rows":[{{string.Join(",", rows)}}]}
        """;

    public static List<string> Rows(Random random, int count) => [.. Enumerable.Range(1, count).Select(i => Row(random, $"R{i}"))];

    public static string Row(Random random, string id) => $$"""
        {"id":"{{id}}","when":[{{Quoted(Pick(random, Codes))}},{{Quoted(Pick(random, Values))}},{{Quoted(Pick(random, Grades))}},{{Quoted(Pick(random, Flags))}}],
         "then":["{{random.Next(3).ToString(CultureInfo.InvariantCulture)}}"]}
        """;

    public static string Default(Random random, string policy) =>
        policy == "collectCount" || random.Next(2) == 0 ? "" : ""","default":"1" """;

    private static string Outputs(string policy, string otherwise) => policy is "priority" or "outputOrder"
        ? $$"""{"name":"out","type":"text","values":["2","0","1"]{{otherwise.Replace("\"1\"", "\"\\\"1\\\"\"", StringComparison.Ordinal)}}}"""
        : $$"""{"name":"out","type":"number"{{otherwise}}}""";

    /// <summary>The table with outputs as its policy needs them.</summary>
    public static string Fitted(string policy, string row) => policy is "priority" or "outputOrder"
        ? row.Replace("\"then\":[\"", "\"then\":[\"\\\"", StringComparison.Ordinal).Replace("\"]}", "\\\"\"]}", StringComparison.Ordinal)
        : row;

    private static string Pick(Random random, string[] cells) => cells[random.Next(cells.Length)];

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
