using System.Globalization;
using System.Text;
using Policy.Rules.Audit;
using Policy.Rules.Decisions;
using static Policy.Rules.Tests.StoreSteps;

namespace Policy.Rules.Tests.Audit;

/// <summary>A database with everything in it that is audited, for tests to take copies of: zones, versions, releases, two
/// days of decisions in several batches, a day key that was revealed, erased fields, three checkpoints and a second key.</summary>
public sealed class AuditScenario(PostgresFixture postgres) : IAsyncLifetime
{
    public static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private StoreUnderTest? _original;

    /// <summary>A copy, to do harm to.</summary>
    public Task<StoreUnderTest> Copy() => postgres.Copy(_original!);

    public async ValueTask InitializeAsync()
    {
        await using var host = await postgres.NewStore();
        host.Clock.SetUtcNow(new DateTimeOffset(2030, 11, 11, 4, 0, 0, TimeSpan.Zero));
        host.Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(2);
        await host.Begin(Long);
        await host.Active.Refresh(CancellationToken.None);
        for (var i = 1; i <= 6; i++) await host.Decide($"N{i}", i * 500);
        await Task.WhenAll(Enumerable.Range(10, 12).Select(i => host.Decide($"N{i}", i * 100)));
        await host.Audit.Checkpoint("test", CancellationToken.None);

        Succeeded(await host.Change("hangzhou", TestPolicies.Overlay("R1", 5000)));
        await host.Active.Refresh(CancellationToken.None);
        for (var i = 31; i <= 33; i++) await host.Decide($"N{i}", 3000);
        await host.Audit.Checkpoint("test", CancellationToken.None);
        Succeeded(await host.Audit.RotateKey(StoreUnderTest.Administrator, CancellationToken.None));

        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Keys.Reveal(CancellationToken.None);
        await host.Decide("N41", 700);
        await host.Decide("N42", 700);
        Succeeded(await host.Audit.Execute(new ErasePersonalFields("N42", "Article 47", StoreUnderTest.Administrator), CancellationToken.None));
        await host.Audit.Checkpoint("test", CancellationToken.None);
        _original = host;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What an auditor and a clearance system do with a store.</summary>
internal static class AuditSteps
{
    /// <summary>Decides a declaration by what is in force in hangzhou and records it.</summary>
    public static async Task<DecisionRecord> Decide(this StoreUnderTest host, string number, decimal value)
    {
        var now = host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
        var draw = await host.Keys.Draw(number, DateOnly.FromDateTime(now.DateTime), CancellationToken.None);
        var release = (await host.Active.InForce("hangzhou", now, TestContext.Current.CancellationToken))!;
        var facts = release.Facts(TestPolicies.Facts(number, value, draw.ToString(CultureInfo.InvariantCulture)));
        var decision = Clearance.Decide(release, facts);
        var record = new DecisionRecord
        {
            DecisionId = Guid.CreateVersion7(now).ToString(),
            DeclarationNo = number,
            Zone = "hangzhou",
            DeclaredAt = now,
            DecidedAt = now,
            ContentHash = $"sha256:{number}",
            ReleaseNumber = release.Release.Number,
            ReleaseHash = release.Release.Hash,
            Facts = Encoding.UTF8.GetString(facts.ToJson()),
            Decision = decision.Json,
            Outcome = decision.Outcome,
            Channel = decision.Channel,
            Rows = decision.Rows,
        };
        Assert.Equal(AppendStatus.Recorded, (await host.Log.Append(record, CancellationToken.None)).Status);
        return record;
    }

    public static Task<AuditReport> Verify(this StoreUnderTest host) => host.Audit.Verify(TestContext.Current.CancellationToken);

    public static async Task<string> Export(this StoreUnderTest host, AuditScope? scope = null)
    {
        using var output = new MemoryStream();
        await host.Audit.Export(scope ?? new AuditScope(), "auditor", output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public static async Task<ExportReport> VerifyExport(string export, string? firstKey = null)
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(export));
        return await ExportVerifier.Verify(input, firstKey, TestContext.Current.CancellationToken);
    }

    public static void AssertValid(AuditReport report) =>
        Assert.True(report.Valid, string.Join("\n", report.Findings.Select(f => $"{f.Code} {f.Place} {f.Message.En}")));

    public static void AssertFound(AuditReport report, string code, string place)
    {
        Assert.False(report.Valid);
        Assert.True(
            report.Findings.Any(f => f.Code == code && f.Place == place),
            $"No {code} at {place} among:\n{string.Join("\n", report.Findings.Select(f => $"{f.Code} {f.Place}"))}");
    }
}
