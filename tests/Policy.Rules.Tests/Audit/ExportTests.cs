using Policy.Rules.Audit;
using static Policy.Rules.Tests.Audit.AuditSteps;

namespace Policy.Rules.Tests.Audit;

/// <summary>An export is checked with nothing but itself.</summary>
public sealed class ExportTests(AuditScenario scenario) : IClassFixture<AuditScenario>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_in_it_is_checked_and_decided_again(bool personal)
    {
        await using var host = await scenario.Copy();

        var export = await host.Export(new AuditScope(Personal: personal));
        var report = await VerifyExport(export);

        AssertValid(report.Audit);
        Assert.Equal(23L, report.Audit.Decisions);
        Assert.Equal(21L, report.Audit.Draws);
        Assert.Equal(new ReplayCounts(22, 0, 1, 0, 0), report.Replays);
        Assert.Equal(personal, export.Contains("990101199001011234", StringComparison.Ordinal));
        Assert.Equal(personal, export.Contains("PersonalFieldsExported", StringComparison.Ordinal));
        Assert.Equal(report.Audit.Keys, (await host.Verify()).Keys);
    }

    [Fact]
    public async Task One_decision_can_be_exported_alone()
    {
        await using var host = await scenario.Copy();
        var report = await VerifyExport(await host.Export(new AuditScope("N15")));
        AssertValid(report.Audit);
        Assert.Equal((1L, 1L), (report.Audit.Decisions, report.Replays.Same));
    }

    [Theory]
    [InlineData("\\\"draw\\\":0.", "\\\"draw\\\":1.", "decision-changed", "decisions/")]
    [InlineData("\"line\":\"decision\"", null, "decision-missing", "batches/1/0")]
    [InlineData("\"line\":\"batch\"", null, "batch-missing", "batches/1")]
    [InlineData("\"type\":\"DraftSubmitted\"", null, "event-missing", "events/hangzhou/channel-thresholds/3")]
    [InlineData("\"comment\":\"please\"", "\"comment\":\"pleased\"", "event-changed", "events/hangzhou/channel-thresholds/3")]
    [InlineData("\"type\":\"SigningKeyAnnounced\"", null, "key-unknown", "checkpoints/1")]
    [InlineData("\"line\":\"document\"", null, "document-missing", "documents/")]
    [InlineData("\"line\":\"dayKey\"", null, "day-key-changed", "day-keys/2030-11-11")]
    [InlineData("\"line\":\"header\"", null, "header-misplaced", "lines/1")]
    [InlineData("\"line\":\"end\"", null, "end-missing", "lines/")]
    [InlineData("\"line\":\"header\"", "nonsense", "line-unreadable", "lines/1")]
    [InlineData("\"by\":\"auditor\"", "\"by\":\"another\"", "export-changed", "end")]
    public async Task A_line_that_is_changed_or_taken_out_is_found_and_located(string find, string? put, string code, string place)
    {
        await using var host = await scenario.Copy();
        var lines = (await host.Export()).Split('\n').ToList();
        var at = lines.FindIndex(line => line.Contains(find, StringComparison.Ordinal));
        if (put is null) lines.RemoveAt(at);
        else lines[at] = lines[at].Replace(find, put, StringComparison.Ordinal);

        var report = (await VerifyExport(string.Join('\n', lines))).Audit;

        var found = report.Findings.FirstOrDefault(f => f.Code == code && f.Place.StartsWith(place, StringComparison.Ordinal));
        AssertFound(report, code, found?.Place ?? place);
        if (code != "end-missing") Assert.Contains(report.Findings, f => f.Place is "end" || f.Code == code);
    }

    [Fact]
    public async Task Lines_that_change_places_are_found()
    {
        await using var host = await scenario.Copy();
        var lines = (await host.Export()).Split('\n');
        var first = Array.FindIndex(lines, line => line.Contains("\"type\":\"DraftSubmitted\"", StringComparison.Ordinal));
        (lines[first], lines[first + 1]) = (lines[first + 1], lines[first]);
        AssertFound((await VerifyExport(string.Join('\n', lines))).Audit, "event-missing", "events/hangzhou/channel-thresholds/3");
    }

    [Fact]
    public async Task An_export_without_signature_or_of_another_platform_is_not_believed()
    {
        await using var host = await scenario.Copy();
        var export = await host.Export();
        var keys = (await VerifyExport(export)).Audit.Keys;
        AssertValid((await VerifyExport(export, keys[0])).Audit);
        AssertFound((await VerifyExport(export, "0123456789abcdef")).Audit, "key-wrong", "header");

        var end = export.LastIndexOf("\"signature\":\"", StringComparison.Ordinal) + "\"signature\":\"".Length;
        AssertFound((await VerifyExport(export[..end] + "\"}\n")).Audit, "signature-missing", "end");
    }

    [Fact]
    public async Task A_decision_that_comes_out_otherwise_is_a_finding_with_both_sides()
    {
        await using var host = await scenario.Copy();
        await host.Sql("update policy.decisions set decision = replace(decision, '\"outcome\":\"inspect\"', '\"outcome\":\"release\"') where declaration_no = 'N6'");
        var report = await VerifyExport(await host.Export(new AuditScope(Personal: true)));
        Assert.Equal(1, report.Replays.Different);
        var finding = report.Audit.Findings.Single(f => f.Code == "replay-differs");
        Assert.Equal("decisions/N6", finding.Place);
        Assert.Contains("`/outcome` was \"release\" and is \"inspect\"", finding.Message.En, StringComparison.Ordinal);
    }
}
