using Policy.Engine;

namespace Policy.Rules.Tests.Store;

public sealed class ZoneTests(PostgresFixture postgres)
{
    private static readonly Zone National = new("national", new LocalizedText("全国", "National"), null, ZoneStatus.Approved);
    private static readonly Zone Hangzhou = new("hangzhou", new LocalizedText("杭州", "Hangzhou"), "national", ZoneStatus.Approved);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Zones_come_parents_before_children()
    {
        await using var host = await postgres.NewStore();
        await host.Store.AddZone(National, StoreUnderTest.Administrator, Cancellation);
        await host.Store.AddZone(Hangzhou with { Key = "aba" }, StoreUnderTest.Administrator, Cancellation);
        await host.Store.AddZone(Hangzhou with { Key = "aaa", Parent = "aba" }, StoreUnderTest.Administrator, Cancellation);

        Assert.Equal(["national", "aba", "aaa"], (await host.Store.Zones(Cancellation)).Select(z => z.Key));
    }

    [Fact]
    public async Task An_equal_zone_is_added_once_and_another_of_its_key_refused()
    {
        await using var host = await postgres.NewStore();
        Assert.Equal(National, (await host.Store.AddZone(National, StoreUnderTest.Administrator, Cancellation)).Value);
        Assert.Equal(National, (await host.Store.AddZone(National, StoreUnderTest.Administrator, Cancellation)).Value);

        var other = await host.Store.AddZone(National with { Status = ZoneStatus.Planned }, StoreUnderTest.Administrator, Cancellation);
        Assert.Equal("zone-exists", other.Refusal?.Code);
        Assert.Single(await host.Store.Zones(Cancellation));
    }

    [Theory]
    [InlineData("hangzhou", "nowhere", "unknown-zone")]
    [InlineData("Hang Zhou", "national", "invalid-key")]
    [InlineData("-hangzhou", "national", "invalid-key")]
    [InlineData("second-root", null, "zone-exists")]
    public async Task A_zone_without_its_place_is_refused(string key, string? parent, string code)
    {
        await using var host = await postgres.NewStore();
        await host.Store.AddZone(National, StoreUnderTest.Administrator, Cancellation);
        var added = await host.Store.AddZone(Hangzhou with { Key = key, Parent = parent }, StoreUnderTest.Administrator, Cancellation);
        Assert.Equal(code, added.Refusal?.Code);
    }

    [Fact]
    public async Task Only_an_administrator_adds_zones()
    {
        await using var host = await postgres.NewStore();
        Assert.Equal("role", (await host.Store.AddZone(National, StoreUnderTest.Approver, Cancellation)).Refusal?.Code);
    }

    [Fact]
    public async Task A_planned_zone_decides_once_it_is_approved()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)));
        await host.Store.AddZone(Hangzhou with { Key = "suzhou", Status = ZoneStatus.Planned }, StoreUnderTest.Administrator, Cancellation);
        await host.Active.Refresh(Cancellation);
        Assert.DoesNotContain("suzhou", host.Active.Zones);

        var approved = await host.Store.Execute(new ChangeZoneStatus("suzhou", ZoneStatus.Approved, StoreUnderTest.Administrator), Cancellation);
        await host.Active.Refresh(Cancellation);

        Assert.Equal(ZoneStatus.Approved, approved.Value?.Status);
        Assert.Equal(ZoneStatus.Approved, (await host.Store.Zones(Cancellation)).Single(z => z.Key == "suzhou").Status);
        Assert.Contains("suzhou", host.Active.Zones);
    }

    [Theory]
    [InlineData("national", ZoneStatus.Planned, "zone-status")]
    [InlineData("nowhere", ZoneStatus.Approved, "unknown-zone")]
    [InlineData("national", ZoneStatus.Approved, null)]
    public async Task No_other_change_of_status_is_made(string zone, ZoneStatus status, string? code)
    {
        await using var host = await postgres.NewStore();
        await host.Store.AddZone(National, StoreUnderTest.Administrator, Cancellation);
        Assert.Equal(code, (await host.Store.Execute(new ChangeZoneStatus(zone, status, StoreUnderTest.Administrator), Cancellation)).Refusal?.Code);
        Assert.Equal("role", (await host.Store.Execute(new ChangeZoneStatus(zone, status, StoreUnderTest.Author), Cancellation)).Refusal?.Code);
    }

    [Fact]
    public async Task A_zone_needs_a_title_in_both_languages()
    {
        await using var host = await postgres.NewStore();
        var untitled = await host.Store.AddZone(National with { Title = new LocalizedText("全国", " ") }, StoreUnderTest.Administrator, Cancellation);
        Assert.Equal("invalid-title", untitled.Refusal?.Code);
    }

    [Fact]
    public async Task Several_hosts_may_prepare_the_schema_at_once()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? host : other).Store.PrepareSchema(Cancellation)));
        Assert.Empty(await host.Store.Zones(Cancellation));
    }
}
