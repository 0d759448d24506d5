using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Storage;

namespace Policy.Rules.Simulations;

/// <summary>Where a simulation stands.</summary>
public enum SimulationState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Decides parcels.</summary>
    Running,

    /// <summary>Has a report.</summary>
    Done,

    /// <summary>Ended without a report by itself.</summary>
    Failed,

    /// <summary>Ended without a report by a person.</summary>
    Cancelled,
}

/// <summary>A simulation as it is stored, with the content that it was of.</summary>
/// <param name="Id">Identity; later ones sort after earlier ones.</param>
/// <param name="Zone">Key of the zone.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Request">What was asked for, the day of generated parcels filled in.</param>
/// <param name="Baseline">What it compares with.</param>
/// <param name="Candidates">What it is of, by key: of a draft the content hash that its version would have, of a candidate
/// release the hash of the composed document.</param>
/// <param name="ContentHash">Hash of all that would decide: the hash of the release that publishing would make.</param>
/// <param name="Done">Parcels read so far.</param>
/// <param name="Total">Parcels there are to read.</param>
/// <param name="By">Who started it.</param>
/// <param name="At">When it was started.</param>
/// <param name="Touched">When its state was last seen to move.</param>
/// <param name="Host">The process that runs it.</param>
/// <param name="Report">The report; null until it is done.</param>
/// <param name="Hash">Hash of request, baseline, candidates and report, the same for the same; null until it is done.</param>
/// <param name="Failure">Why it failed; null unless it did.</param>
public sealed record StoredSimulation(
    string Id,
    string Zone,
    SimulationState State,
    SimulationRequest Request,
    ReleaseMark Baseline,
    ImmutableSortedDictionary<string, string> Candidates,
    string ContentHash,
    int Done,
    int Total,
    string By,
    DateTimeOffset At,
    DateTimeOffset Touched,
    string Host,
    SimulationReport? Report = null,
    string? Hash = null,
    LocalizedText? Failure = null)
{
    /// <summary>True until it ends.</summary>
    public bool IsOpen => State is SimulationState.Queued or SimulationState.Running;

    internal StoredSimulation Reported(SimulationReport report, DateTimeOffset now) => this with
    {
        State = SimulationState.Done,
        Done = Total,
        Report = report,
        Hash = CanonicalJson.Hash(new { Request, Baseline, Candidates, ContentHash, report }),
        Touched = now,
    };

    internal StoredSimulation Failed(LocalizedText failure, DateTimeOffset now) =>
        this with { State = SimulationState.Failed, Failure = failure, Touched = now };
}

/// <summary>A release by number and content.</summary>
/// <param name="Number">Its number in its zone; 0: none was in force.</param>
/// <param name="Hash">Its content hash.</param>
public sealed record ReleaseMark(int Number, string Hash);
