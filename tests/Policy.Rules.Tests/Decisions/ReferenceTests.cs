using System.Security.Cryptography;
using System.Text;
using Policy.Rules.Decisions;
using Policy.Rules.Security;
using Policy.Rules.Storage;

namespace Policy.Rules.Tests.Decisions;

/// <summary>What the platform adds to a declaration: draws and credit records.</summary>
public sealed class ReferenceTests(PostgresFixture postgres)
{
    private static readonly DateOnly Day = new(2026, 11, 11);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_hosts_draw_with_the_one_key_of_a_day()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? host : other).Keys.Prepare(Day, Cancellation)));
        for (var i = 0; i < 50; i++)
        {
            var draw = await host.Keys.Draw($"N{i}", Day, Cancellation);
            Assert.InRange(draw, 0m, 0.999999999999m);
            Assert.Equal(draw, await other.Keys.Draw($"N{i}", Day, Cancellation));
        }

        Assert.NotEqual(await host.Keys.Draw("N1", Day, Cancellation), await host.Keys.Draw("N1", Day.AddDays(1), Cancellation));
    }

    [Fact]
    public async Task A_day_key_is_committed_to_at_once_and_revealed_when_the_day_is_over()
    {
        await using var host = await postgres.NewStore();
        var today = DateOnly.FromDateTime(host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var draw = await host.Keys.Draw("N1", today, Cancellation);
        var before = await host.Keys.Commitment(today, Cancellation);
        Assert.Null(before!.Key);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var after = await host.Keys.Commitment(today, Cancellation);
        var key = Convert.FromHexString(after!.Key!);
        Assert.Equal(before.Commitment, ContentHash.Of(key));
        Assert.Equal(draw, DayKeys.Draw(key, "N1"));
        Assert.Null(await host.Keys.Commitment(Day.AddYears(-9), Cancellation));
    }

    [Fact]
    public void A_draw_is_the_code_of_the_number_as_a_fraction()
    {
        var key = new byte[32];
        var code = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("N1"));
        var fraction = Enumerable.Range(0, 8).Aggregate(0m, (sum, i) => sum + code[i] / (decimal)Math.Pow(256, i + 1));
        Assert.Equal(Math.Floor(fraction * 1_000_000_000_000m) / 1_000_000_000_000m, DayKeys.Draw(key, "N1"));
    }

    [Fact]
    public async Task Records_of_enterprises_are_put_and_found()
    {
        await using var host = await postgres.NewStore();
        Assert.Null(await host.Enterprises.Find("33", Cancellation));
        await host.Enterprises.Put([new("33", "{\"a\":1}"), new("34", "{}"), new("33", "{\"a\":2}")], Cancellation);
        Assert.Equal("{\"a\":2}", (await host.Enterprises.Find("33", Cancellation))!.Json);
        await using var other = await host.OtherHost();
        Assert.Equal("{\"a\":2}", (await other.Enterprises.Find("33", Cancellation))!.Json);
    }

    [Fact]
    public async Task A_change_by_another_host_arrives_within_half_a_minute()
    {
        await using var host = await postgres.NewStore();
        await using var other = await host.OtherHost();
        Assert.Null(await other.Enterprises.Find("33", Cancellation));
        await host.Enterprises.Put([new("33", "{}")], Cancellation);
        other.Clock.Advance(TimeSpan.FromSeconds(31));
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (await other.Enterprises.Find("33", Cancellation) is null)
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(20), "The change did not arrive.");
            await Task.Delay(5, Cancellation);
        }
    }

    [Fact]
    public void Completion_adds_the_record_and_the_draw_and_keeps_what_was_submitted()
    {
        var release = TestPolicies.Compile(1, TestPolicies.Declaration);
        var type = release.Rules.FactTypeOf("declaration")!;
        var submitted = Engine.Facts.Read(type, """
            {"declarationNo":"N1","zone":"hangzhou","declaredAt":"2026-11-11T00:00:03+08:00","enterprise":{"code":"33","name":"own name"},"totalValue":10}
            """u8.ToArray(), submitted: true);
        var record = new EnterpriseRecord("33", """{"code":"34","name":"record's name","violations12m":2,"unknown":true}""");
        var complete = Completion.Complete(submitted.Facts!, record, 0.25m);
        Assert.Empty(complete.Problems);
        var enterprise = complete.Facts!.Content["enterprise"].AsObject();
        Assert.Equal(("33", "own name", 2m), (enterprise["code"].AsText(), enterprise["name"].AsText(), enterprise["violations12m"].AsNumber()));
        Assert.Equal(0.25m, complete.Facts.Content["draw"].AsNumber());

        var unknown = Completion.Complete(submitted.Facts!, null, 0.25m).Facts!;
        Assert.True(unknown.Content["enterprise"].AsObject()["violations12m"].IsNull);
    }

    [Fact]
    public void Sealed_fields_open_to_the_same_bytes_and_only_for_their_declaration()
    {
        var fields = new PersonalFields(new KeyRing(RandomNumberGenerator.GetBytes(32)));
        var type = TestPolicies.Compile(1, TestPolicies.Declaration).Rules.FactTypeOf("declaration");
        const string facts = """{"buyer":{"idNumber":"99","name":"O\"Neil 张"},"extra":{"note":"sealed:1:forged","n":[1.50,"sealed:"]},"totalValue":1.10}""";
        var sealedFacts = fields.Seal(facts, type, "N1");
        Assert.DoesNotContain("张", sealedFacts, StringComparison.Ordinal);
        Assert.Contains("\"totalValue\":1.10", sealedFacts, StringComparison.Ordinal);
        Assert.Equal(facts, fields.Open(sealedFacts, "N1"));
        Assert.ThrowsAny<CryptographicException>(() => fields.Open(sealedFacts, "N2"));
        Assert.ThrowsAny<CryptographicException>(() => new PersonalFields(new KeyRing(new byte[32])).Open(sealedFacts, "N1"));
        Assert.NotEqual(sealedFacts, fields.Seal(facts, type, "N1"));
    }

    [Theory]
    [InlineData("张小明", "张**")]
    [InlineData("𠮷田", "𠮷**")]
    [InlineData("990101199001011234", "99****…1234")]
    [InlineData("12345", "1**")]
    [InlineData("", "")]
    public void A_mask_keeps_little(string text, string masked) => Assert.Equal(masked, PersonalFields.Mask(text));
}
