using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;

namespace Policy.Admin.Tests;

/// <summary>Tables, rows and places that the tests share.</summary>
internal static class Tables
{
    public static readonly LocalizedText Wrong = new("阈值有误", "The threshold is wrong");

    public static TableRow Row(string id, string when, string then) => new() { Id = id, When = [when], Then = [then] };

    public static DecisionTableDocument Table(params TableRow[] rows) => new()
    {
        Key = "channel-thresholds",
        Facts = "declaration",
        HitPolicy = HitPolicy.First,
        Inputs = [new("totalValue")],
        Outputs = [new() { Name = "channel", Type = FieldType.Text }],
        Rows = [.. rows],
    };

    public static DecisionTableDocument Three() => Table(Row("R1", "< 100", "\"green\""), Row("R2", "[100..500)", "\"green\""), Row("R3", "-", "\"red\""));

    public static Diagnostic Problem(string pointer) => new("PE9999", Severity.Error, "channel-thresholds", pointer, Wrong);

    public static ImmutableArray<string> Ids(DecisionTableDocument table) => [.. table.Rows.Select(r => r.Id)];

    public static void Speak(string language) =>
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);
}
