using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Policy.Engine.Cases;
using Policy.Engine;
using Policy.Host.Wire;

namespace Policy.Host.Cli;

/// <summary>Coverage as JSON, and cases as the file beside a document.</summary>
internal static class CoverageJson
{
    public static string Of(CoverageReport report) => Text(writer =>
    {
        writer.WriteString("document", report.Coverage.Document);
        if (report.Release.Zone is not null)
        {
            writer.WriteString("zone", report.Release.Zone);
            writer.WriteString("from", report.Release.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        writer.WriteBoolean("measured", report.Coverage.IsMeasured);
        Write(writer, "decided", report.Coverage.Decided);
        Write(writer, "sides", report.Coverage.Sides);
        writer.WriteStartArray("items");
        foreach (var item in report.Coverage.Items)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Name(item.Kind));
            writer.WriteString("id", item.Id);
            writer.WriteBoolean("canDecide", item.CanDecide);
            Write(writer, "cases", item.Cases);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("thresholds");
        foreach (var threshold in report.Coverage.Thresholds)
        {
            writer.WriteStartObject();
            writer.WriteString("item", threshold.Item);
            writer.WriteString("input", threshold.Input);
            writer.WritePropertyName("bound");
            ValueJson.Write(writer, threshold.Bound);
            Write(writer, "below", threshold.Below);
            Write(writer, "above", threshold.Above);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (report.Score is { } score) Write(writer, score);
    });

    public static string Of(CoverageTotals totals) => Text(writer =>
    {
        writer.WriteNumber("documents", totals.Documents);
        Write(writer, "decided", totals.Decided);
        Write(writer, "sides", totals.Sides);
        Write(writer, "killed", totals.Killed);
    });

    /// <summary>Writes cases one per line.</summary>
    public static void WriteCases(string file, ImmutableArray<Case> cases)
    {
        var lines = cases.Select(item => "  " + Text(writer =>
        {
            writer.WriteString("id", item.Id);
            if (item.Title is not null) writer.WriteString("title", item.Title);
            writer.WritePropertyName("facts");
            item.Facts.WriteTo(writer);
            writer.WritePropertyName("expect");
            item.Expect.WriteTo(writer);
        }));
        File.WriteAllText(file, cases.IsEmpty ? "[]\n" : $"[\n{string.Join(",\n", lines)}\n]\n");
    }

    private static void Write(Utf8JsonWriter writer, MutationScore score)
    {
        writer.WriteStartObject("mutation");
        writer.WriteBoolean("mutated", score.IsMutated);
        writer.WriteNumber("total", score.Total);
        writer.WriteNumber("tried", score.Mutants.Length);
        foreach (var outcome in Enum.GetValues<MutantOutcome>()) writer.WriteNumber(Name(outcome), score.Count(outcome));
        writer.WriteStartArray("mutants");
        foreach (var mutant in score.Mutants.Where(m => m.Outcome is MutantOutcome.Survived or MutantOutcome.NotDecided))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Name(mutant.Kind));
            writer.WriteString("item", mutant.Item);
            if (mutant.Column is not null) writer.WriteString("column", mutant.Column);
            if (mutant.Before is not null) writer.WriteString("before", mutant.Before);
            if (mutant.After is not null) writer.WriteString("after", mutant.After);
            writer.WriteString("outcome", Name(mutant.Outcome));
            if (mutant.Case is { } item) writer.WriteString("case", item.Id);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Tally tally)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("count", tally.Count);
        writer.WriteNumber("total", tally.Total);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Text(Action<Utf8JsonWriter> members)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, EvaluationJson.Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }
}
