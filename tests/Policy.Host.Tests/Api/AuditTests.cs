using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Policy.Host.Jobs;
using Policy.Host.Tests.Cli;
using Policy.Host.Tests.Fixtures;
using Policy.Rules.Decisions;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class AuditTests(RunningPlatform platform)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_is_verified_on_another_machine_and_a_changed_one_is_not()
    {
        var (_, decided) = await platform.Machine().Decide(Declarations.New());
        var number = decided.Text("declarationNo")!;
        var export = await (await platform.As("auditor")).GetStringAsync(new Uri($"/api/audit/export?declarationNo={number}", UriKind.Relative), Cancellation);

        using var cli = new CommandLineRun();
        Assert.True(cli.Run("verify", cli.Write("audit.ndjson", export)) == 0, cli.Output);
        var summary = JsonElement.Parse(cli.Lines[^1]);
        Assert.True(summary.GetProperty("valid").GetBoolean());
        Assert.Equal((1, 1), (summary.GetProperty("decisions").GetInt32(), summary.GetProperty("replays").GetProperty("same").GetInt32()));

        var key = summary.GetProperty("keys")[0].GetString()!;
        Assert.Equal(0, cli.Run("verify", cli.Write("audit.ndjson", export), "--key", key));
        Assert.Equal(1, cli.Run("verify", cli.Write("audit.ndjson", export), "--key", "0123456789abcdef"));

        var outcome = decided.Text("outcome");
        var changed = export.Replace($"\\\"outcome\\\":\\\"{outcome}\\\"", "\\\"outcome\\\":\\\"other\\\"", StringComparison.Ordinal);
        changed = changed == export ? export.Replace($"\\u0022outcome\\u0022:\\u0022{outcome}", "\\u0022outcome\\u0022:\\u0022other", StringComparison.Ordinal) : changed;
        Assert.NotEqual(export, changed);
        Assert.Equal(1, cli.Run("verify", cli.Write("changed.ndjson", changed)));
        Assert.Contains(cli.Lines, line => line.StartsWith($"decisions/{number}: decision-changed ", StringComparison.Ordinal));
        Assert.Equal(2, cli.Run("verify", "nowhere.ndjson"));
    }

    [Fact]
    public async Task Erasing_personal_fields_leaves_the_chain_valid_and_the_replay_says_why_it_is_not_repeated()
    {
        var (_, decided) = await platform.Machine().Decide(Declarations.New());
        var path = $"/api/decisions/{decided.Text("declarationNo")}";
        var administrator = await platform.As("administrator");

        var (status, erased) = await administrator.Post($"{path}/erase", Declarations.Json("""{"comment":"Article 47"}"""));
        Assert.Equal((200, "administrator"), (status, erased.Text("by")));
        Assert.Equal(409, (await administrator.Post($"{path}/erase", Declarations.Json("""{"comment":"Article 47"}"""))).Status);

        var (_, found) = await platform.Machine().Read($"{path}?trace=true");
        Assert.True(found.GetProperty("erased").GetBoolean());
        Assert.Equal("***", found.GetProperty("declaration").GetProperty("buyer").Text("idNumber"));
        var (_, replayed) = await platform.Machine().Post($"{path}/replay", Declarations.Json("{}"));
        Assert.False(replayed.GetProperty("same").GetBoolean());
        Assert.Contains("erased", replayed.GetProperty("notRepeated").Text("en"), StringComparison.Ordinal);

        var auditor = await platform.As("auditor");
        var (_, report) = await auditor.Read("/api/audit/verify");
        Assert.True(report.GetProperty("valid").GetBoolean(), report.GetRawText());
        Assert.True(report.GetProperty("checked").GetInt64() > 100);
        var (_, events) = await auditor.Read("/api/audit?type=PersonalFieldsErased&by=administrator&take=500");
        Assert.Contains(events.GetProperty("events").EnumerateArray(), e => e.GetProperty("content").Text("declarationNo") == decided.Text("declarationNo"));
    }

    [Fact]
    public async Task Events_come_with_the_hash_of_the_one_before()
    {
        var auditor = await platform.As("auditor");
        var (_, page) = await auditor.Read("/api/audit?zone=national&key=channel-thresholds&take=500");
        var events = page.GetProperty("events").EnumerateArray().Reverse().ToList();
        Assert.True(events.Count >= 4);
        for (var i = 1; i < events.Count; i++) Assert.Equal(events[i - 1].Text("hash"), events[i].Text("previous"));
        Assert.Equal(400, (await auditor.Read("/api/audit?colour=red")).Status);
    }

    [Fact]
    public async Task A_decision_has_a_proof_once_a_checkpoint_is_made()
    {
        var (_, decided) = await platform.Machine().Decide(Declarations.New());
        await (await platform.As("auditor")).Post("/api/audit/checkpoints", Declarations.Json("{}"));
        var (status, proof) = await platform.Machine().Read($"/api/decisions/{decided.Text("declarationNo")}/proof");
        Assert.Equal(200, status);
        Assert.True(proof.GetProperty("checkpoint").GetInt64() > 0);
    }

    [Fact]
    public async Task The_sampling_of_a_day_is_fixed_in_advance_and_its_key_kept_until_it_is_over()
    {
        var (_, decided) = await platform.Machine().Decide(Declarations.New());
        var day = decided.Text("decidedAt")![..10];
        var (_, today) = await platform.Machine().Read($"/api/sampling/{day}?declarationNo={decided.Text("declarationNo")}");
        Assert.Equal(JsonValueKind.Null, today.GetProperty("key").ValueKind);
        Assert.Equal(
            decided.GetProperty("sampling").GetProperty("draw").GetDecimal(), today.GetProperty("declaration").GetProperty("recorded").GetDecimal());
        var tomorrow = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(1);
        var (_, next) = await platform.Machine().Read(string.Create(CultureInfo.InvariantCulture, $"/api/sampling/{tomorrow:yyyy-MM-dd}"));
        Assert.True(next.GetProperty("inAdvance").GetBoolean());
        Assert.Equal(404, (await platform.Machine().Read("/api/sampling/1999-01-01")).Status);
    }

    [Fact]
    public async Task An_open_alert_degrades_health_until_it_is_closed()
    {
        var alerts = platform.Services.GetRequiredService<Alerts>();
        await alerts.Raise(NightlyReplay.AlertKind, "TEST", """{"differences":[]}""", Cancellation);

        Assert.Equal("Degraded", (await platform.Anonymous().Read("/health/ready")).Body.Text("status"));
        var @operator = await platform.As("operator");
        var (_, open) = await @operator.Read("/api/alerts?open=true");
        var id = open.GetProperty("alerts").EnumerateArray().Single(a => a.Text("subject") == "TEST").GetProperty("id").GetInt64();
        Assert.Equal(200, (await @operator.Post($"/api/alerts/{id}/close", Declarations.Json("""{"comment":"looked"}"""))).Status);
        Assert.Equal(404, (await @operator.Post($"/api/alerts/{id}/close", Declarations.Json("""{"comment":"looked"}"""))).Status);
        Assert.Equal("Healthy", (await platform.Anonymous().Read("/health/ready")).Body.Text("status"));
    }

    [Fact]
    public async Task The_job_replays_what_was_decided_and_finds_it_the_same()
    {
        await platform.Machine().Decide(Declarations.New());
        await platform.Services.GetRequiredService<ReplayDecisions>().Replay(Cancellation);
        await platform.Services.GetRequiredService<MakeCheckpoint>().Make(Cancellation);
        var run = await platform.Services.GetRequiredService<NightlyReplay>().Run(new DateOnly(1999, 1, 1), 1m, Cancellation);
        Assert.True(run!.Replayed > 0);
        Assert.Equal(0, run.Different);
    }
}
