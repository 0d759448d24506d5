using Policy.Rules.Audit;
using Policy.Rules.Decisions;

namespace Policy.Rules.Tests.Audit;

public sealed class NightlyReplayTests(AuditScenario scenario) : IClassFixture<AuditScenario>
{
    private static readonly DateOnly Night = new(2030, 11, 13);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_planted_difference_is_one_alert_with_both_sides_until_it_is_closed()
    {
        await using var host = await scenario.Copy();
        await host.Active.Refresh(Cancellation);
        await host.Sql("update policy.decisions set decision = replace(decision, '\"outcome\":\"inspect\"', '\"outcome\":\"release\"'), engine_build = 'old' where declaration_no = 'N6'");

        var run = await host.Replays.Run(Night, 1m, Cancellation);
        await host.Replays.Run(Night.AddDays(1), 1m, Cancellation);

        Assert.Equal((22L, 1L, 1L), (run!.Replayed, run.Different, run.NotReplayable));
        var alert = Assert.Single(await host.Alerts.List(open: true, 10, Cancellation));
        Assert.Equal((NightlyReplay.AlertKind, "N6"), (alert.Kind, alert.Subject));
        Assert.Equal("old", alert.Content.GetProperty("recordedBuild").GetString());
        Assert.Equal(EngineBuild.Current, alert.Content.GetProperty("build").GetString());
        var difference = alert.Content.GetProperty("differences").EnumerateArray().Single(d => d.GetProperty("pointer").GetString() == "/outcome");
        Assert.Equal(("release", "inspect"), (difference.GetProperty("recorded").GetString(), difference.GetProperty("now").GetString()));

        Assert.Equal("role", (await host.Alerts.Close(alert.Id, "looked", StoreUnderTest.Author, Cancellation)).Refusal?.Code);
        Assert.Equal("no-reason", (await host.Alerts.Close(alert.Id, " ", StoreUnderTest.Administrator, Cancellation)).Refusal?.Code);
        Assert.True((await host.Alerts.Close(alert.Id, "looked", StoreUnderTest.Administrator, Cancellation)).Succeeded);
        Assert.Equal("unknown-alert", (await host.Alerts.Close(alert.Id, "looked", StoreUnderTest.Administrator, Cancellation)).Refusal?.Code);
        Assert.Equal(0, await host.Alerts.OpenCount(Cancellation));
        var closed = Assert.Single((await host.Audit.Events(new AuditQuery(Type: nameof(AlertClosed)), Cancellation)).Events);
        Assert.Equal((StoreUnderTest.Administrator.Name, "looked"), (closed.By, closed.Content.GetProperty("comment").GetString()));
        Assert.DoesNotContain((await host.Audit.Verify(Cancellation)).Findings, f => f.Place.Contains("audit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_night_is_replayed_once_across_hosts()
    {
        await using var host = await scenario.Copy();
        await using var other = await host.OtherHost();
        await host.Active.Refresh(Cancellation);
        await other.Active.Refresh(Cancellation);
        var runs = await Task.WhenAll(host.Replays.Run(Night, 1m, Cancellation), other.Replays.Run(Night, 1m, Cancellation));
        Assert.NotNull(Assert.Single(runs, r => r is not null));
        Assert.Null(await other.Replays.Run(Night, 1m, Cancellation));
        Assert.Equal(22, (await other.Replays.Last(Cancellation))!.Replayed);
    }

    [Fact]
    public async Task What_cannot_be_replayed_at_all_is_an_alert_and_stops_nothing()
    {
        await using var host = await scenario.Copy();
        await host.Active.Refresh(Cancellation);
        await host.Sql("update policy.decisions set release_number = 99 where declaration_no = 'N1'");
        await host.Sql("update policy.decisions set facts = '{' where declaration_no = 'N2'");
        var run = await host.Replays.Run(Night, 1m, Cancellation);
        Assert.Equal((22L, 2L), (run!.Replayed, run.Different));
        Assert.Equal(["N2", "N1"], (await host.Alerts.List(open: null, 10, Cancellation)).Select(a => a.Subject).OrderDescending());
    }

    [Fact]
    public async Task A_day_key_is_revealed_after_its_day_and_gives_the_draws_of_that_day()
    {
        await using var host = await scenario.Copy();
        var day = new DateOnly(2030, 11, 11);
        var key = await host.Scalar<string>("select data ->> 'key' from policy.mt_events where stream_id = 'audit' and data ->> 'day' = '2030-11-11' and data ? 'key'");
        Assert.Equal(await host.Keys.Draw("N1", day, Cancellation), DayKeys.Draw(key!, "N1"));
        Assert.Equal(0L, await host.Scalar<long>("select count(*) from policy.mt_events where stream_id = 'audit' and data ->> 'day' = '2030-11-12' and data ? 'key'"));
        Assert.Empty(await host.Keys.Reveal(Cancellation));
    }
}
