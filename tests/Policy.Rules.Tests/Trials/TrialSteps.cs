using Policy.Rules.Decisions;
using Policy.Rules.Trials;
using static Policy.Rules.Tests.StoreSteps;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Trials;

/// <summary>What people and parcels do with trials, in hangzhou.</summary>
internal static class TrialSteps
{
    public const string Hangzhou = "hangzhou";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A shadow of all parcels, of version 1 of the channels; others say what differs.</summary>
    public static StartTrial Shadow(params TrialBand[] bands) =>
        new(Hangzhou, TrialMode.Shadow, [new("channel-thresholds", 1)], [], 1, [.. bands], null, "try it", Approver);

    public static StartTrial Canary(decimal share, params TrialBand[] bands) => Shadow(bands) with { Mode = TrialMode.Canary, Share = share };

    /// <summary>Starts it, and has the host take it over.</summary>
    public static async Task<StoredTrial> Start(this StoreUnderTest host, StartTrial command)
    {
        var trial = Succeeded(await host.Store.Execute(command, Cancellation));
        await host.Active.Refresh(Cancellation);
        return trial;
    }

    /// <summary>Decides parcels as a host does: recorded, then handed over to the trial.</summary>
    public static async Task<List<DecisionRecord>> Decide(this StoreUnderTest host, params (string Number, decimal Value)[] parcels)
    {
        var records = new List<DecisionRecord>();
        foreach (var (number, value) in parcels)
        {
            var now = host.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8));
            var live = host.Active.InForce(Hangzhou)!;
            var trial = host.Active.TrialBeside(live);
            var release = trial?.Deciding(number) ?? live;
            var facts = release.Facts(TestPolicies.Facts(number, value));
            var decision = Clearance.Decide(release, facts);
            var appended = await host.Log.Append(
                new DecisionRecord
                {
                    DecisionId = Guid.CreateVersion7(now).ToString(),
                    DeclarationNo = number,
                    Zone = Hangzhou,
                    DeclaredAt = now,
                    DecidedAt = now,
                    ContentHash = $"sha256:{number}",
                    ReleaseNumber = release.Release.Number,
                    ReleaseHash = release.Release.Hash,
                    Trial = release.Release.Trial,
                    Facts = TestPolicies.Facts(number, value),
                    Decision = decision.Json,
                    Outcome = decision.Outcome,
                    Channel = decision.Channel,
                    Rows = decision.Rows,
                },
                Cancellation);
            if (trial is not null) host.Trials.Offer(trial, number, facts);
            records.Add(appended.Record!);
        }

        return records;
    }

    /// <summary>Looks after the trials until so many parcels are counted.</summary>
    public static async Task<TrialReport> Counted(this StoreUnderTest host, int number, long parcels)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            await host.Trials.Look(patience.Token);
            var report = await host.Report(number);
            if (report.Parcels + report.Dropped >= parcels) return report;
            await Task.Delay(10, patience.Token);
        }
    }

    public static async Task<TrialReport> Report(this StoreUnderTest host, int number) =>
        (await host.TrialCounts.Report(Hangzhou, number, Cancellation))!;

    /// <summary>An approved version of hangzhou's own overlay that raises the limit of the green channel; it is not published.</summary>
    public static Task<Rules.Policies.PolicyVersion> Raised(this StoreUnderTest host, int limit) =>
        host.Version(Hangzhou, TestPolicies.Overlay("R1", limit));
}
