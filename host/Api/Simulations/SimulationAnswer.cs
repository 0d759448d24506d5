using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Simulations;

namespace Policy.Host.Api.Simulations;

/// <summary>A simulation as the API gives it.</summary>
internal sealed record SimulationAnswer(
    string Id,
    string Zone,
    SimulationState State,
    int Done,
    int Total,
    string By,
    DateTimeOffset At,
    SimulationRequest Request,
    ReleaseMark Baseline,
    ImmutableSortedDictionary<string, string> Candidates,
    string ContentHash,
    string? Hash,
    LocalizedText? Failure,
    SimulationReport? Report)
{
    public static SimulationAnswer Of(StoredSimulation stored) => new(
        stored.Id,
        stored.Zone,
        stored.State,
        stored.Done,
        stored.Total,
        stored.By,
        stored.At.ToOffset(TimeSpan.FromHours(8)),
        stored.Request,
        stored.Baseline,
        stored.Candidates,
        stored.ContentHash,
        stored.Hash,
        stored.Failure,
        stored.Report);
}
