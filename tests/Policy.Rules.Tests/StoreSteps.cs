using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests;

/// <summary>What people do with a store, step by step.</summary>
internal static class StoreSteps
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task AddZone(this StoreUnderTest host, string key, string? parent) => Succeeded(
        await host.Store.AddZone(new Zone(key, new LocalizedText(key, key), parent, ZoneStatus.Approved), Administrator, Cancellation));

    public static async Task<Result<DraftSaved>> Save(
        this StoreUnderTest host, string zone, string key, string json, string? ifMatch = null, Actor? by = null) =>
        await host.Store.Execute(new SaveDraft(zone, key, json, ifMatch, by ?? Author), Cancellation);

    /// <summary>Submits a draft and, where something is in force, simulates it, together with others.</summary>
    public static async Task<Result<Draft>> Submit(
        this StoreUnderTest host, string zone, string key, DateTimeOffset? at = null, params string[] with)
    {
        var submitted = await host.Store.Execute(new SubmitDraft(zone, key, "please", Author, at), Cancellation);
        if (submitted.Succeeded) await host.Simulate(zone, at, [.. with, key]);
        return submitted;
    }

    /// <summary>Simulates drafts on a parcel; nothing happens where nothing is in force.</summary>
    public static async Task Simulate(this StoreUnderTest host, string zone, DateTimeOffset? at, params string[] keys)
    {
        var inForce = await host.Store.DocumentsInForce(zone, at ?? host.Clock.GetUtcNow(), Cancellation);
        if (inForce.All(d => d.Key != "clearance")) return;
        var request = new SimulationRequest(
            zone, new SimulationCandidate([.. keys]), new SimulationSource(Generated: new GeneratedParcels(1, 1, "plain")),
            new SimulationBaseline(At: at));
        Assert.Equal(SimulationState.Done, Succeeded(await host.Simulations.Run(request, Author, Cancellation)).State);
    }

    public static async Task<Result<PolicyVersion>> Approve(this StoreUnderTest host, string zone, string key, Actor? by = null) =>
        await host.Store.Execute(new ApproveDraft(zone, key, "sound", by ?? Approver), Cancellation);

    public static async Task<PolicyVersion> Version(
        this StoreUnderTest host, string zone, string json, DateTimeOffset? at = null, params string[] with)
    {
        var key = TestPolicies.Read(json).Key;
        Succeeded(await host.Save(zone, key, json));
        Succeeded(await host.Submit(zone, key, at, with));
        return Succeeded(await host.Approve(zone, key));
    }

    public static async Task<Result<Release>> Publish(
        this StoreUnderTest host, string zone, DateTimeOffset? at, params PolicyReference[] policies) =>
        await host.Store.Execute(new PublishRelease(zone, [.. policies], at, "because", Approver), Cancellation);

    /// <summary>Writes, approves and publishes a document.</summary>
    public static async Task<Result<Release>> Change(this StoreUnderTest host, string zone, string json, DateTimeOffset? at = null)
    {
        var version = await host.Version(zone, json, at);
        return await host.Publish(zone, at, new PolicyReference(version.Key, version.Number));
    }

    /// <summary>National with hangzhou below it, and zhangjiagang below that; the documents are in force from an instant.</summary>
    public static async Task Begin(this StoreUnderTest host, DateTimeOffset from, int limit = 1000)
    {
        await host.AddZone("national", null);
        await host.AddZone("hangzhou", "national");
        await host.AddZone("zhangjiagang", "hangzhou");
        foreach (var json in new[] { TestPolicies.Declaration, TestPolicies.Channel(limit), TestPolicies.Sampling, TestPolicies.Flow })
            await host.Version("national", json);
        Succeeded(await host.Publish("national", from, [.. TestPolicies.Keys.Select(key => new PolicyReference(key, 1))]));
    }

    public static T Succeeded<T>(Result<T> result)
    {
        Assert.True(result.Succeeded, result.Refusal is { } r ? $"{r.Code}: {r.Message.En} {string.Join("; ", r.Problems)}" : "");
        return result.Value!;
    }
}
