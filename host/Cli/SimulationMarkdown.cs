using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Policy.Engine;
using Policy.Rules.Simulations;

namespace Policy.Host.Cli;

/// <summary>The report of a simulation for people, as Markdown for a pull request.</summary>
internal sealed class SimulationMarkdown
{
    private const int Rows = 20;
    private const int Examples = 10;

    private readonly StringBuilder _text = new();
    private readonly string _language;

    private SimulationMarkdown(string language) => _language = language;

    /// <summary>Writes it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="failed">Conditions that hold and should not.</param>
    /// <param name="language"><c>en</c> or <c>zh-CN</c>.</param>
    public static string Of(SimulationReport report, ImmutableArray<string> failed, string language)
    {
        var markdown = new SimulationMarkdown(language);
        markdown.Write(report, failed);
        return markdown._text.ToString();
    }

    private void Write(SimulationReport report, ImmutableArray<string> failed)
    {
        Line($"## {In("变更模拟", "Simulation of the change")}");
        Line("");
        Line(In(
            $"{report.Total} 件中有 {report.Changed} 件（{Percent(report.Changed, report.Total)}）裁决不同；{report.Skipped} 件无法读取。",
            $"{report.Changed} of {report.Total} parcels ({Percent(report.Changed, report.Total)}) are decided otherwise; {report.Skipped} could not be read."));
        if (!failed.IsEmpty) Line("");
        foreach (var condition in failed) Line($"- **{In("触发失败条件", "Fails, as this holds")}:** `{condition}`");
        Line("");
        Table(
            In("指标|之前|之后|差", "Figure|Before|After|Difference"),
            report.Kpis.Where(k => k.Before != 0 || k.After != 0).Select(k => new[] { Cell(k.Name), Number(k.Before), Number(k.After), Number(k.After - k.Before) }));
        Table(
            In("结果之前|之后|件数", "Outcome before|After|Parcels"),
            report.Outcomes.Where(o => o.Before != o.After).Select(o => new[] { Cell(o.Before), Cell(o.After), Number(o.Count) }));
        Table(
            In("文档|行|之前|之后", "Document|Row|Decided before|After"),
            report.ByRow.Where(r => r.Before != r.After).OrderByDescending(r => Math.Abs(r.After - r.Before)).Take(Rows)
                .Select(r => new[] { Cell(r.Document), Cell(r.Row), Number(r.Before), Number(r.After) }));
        Table(
            In("申报|之前|之后|原因", "Declaration|Before|After|Because"),
            report.Examples.Take(Examples).Select(e => new[] { Cell(e.DeclarationNo), Verdict(e.Before), Verdict(e.After), Reasons(e) }));
    }

    private void Table(string heading, IEnumerable<string[]> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0) return;
        Line($"| {heading.Replace("|", " | ", StringComparison.Ordinal)} |");
        Line($"|{string.Concat(Enumerable.Repeat("---|", heading.Count(c => c == '|') + 1))}");
        foreach (var line in lines) Line($"| {string.Join(" | ", line)} |");
        Line("");
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private string In(string zhCn, string en) => new LocalizedText(zhCn, en).In(_language);

    private static string Verdict(Verdict verdict) => Cell(verdict.Channel.Length == 0 ? verdict.Outcome : $"{verdict.Outcome}, {verdict.Channel}");

    private string Reasons(ChangedParcel parcel) =>
        string.Join("<br>", parcel.Reasons.Select(r => Cell($"{(r.Side == SimulationSide.Before ? "−" : "+")} {r.Document} {r.Row}: {r.Text.In(_language)}")));

    private static string Percent(int count, int of) => (of == 0 ? 0 : (decimal)count / of).ToString("P2", CultureInfo.InvariantCulture);

    private static string Number(decimal number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);

    // What documents say is text here, never markup.
    private static string Cell(string text)
    {
        var cell = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\r' or '\n') cell.Append(' ');
            else if (c is '<') cell.Append("&lt;");
            else if (c is '&') cell.Append("&amp;");
            else if (c is '|' or '*' or '_' or '`' or '[' or ']' or '\\') cell.Append('\\').Append(c);
            else cell.Append(c);
        }

        return cell.ToString();
    }
}
