using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Rules.Trials;

/// <summary>What a candidate may do.</summary>
public enum TrialMode
{
    /// <summary>Decides beside the live release; nobody is answered by it.</summary>
    Shadow,

    /// <summary>Decides its share of the parcels; the rest stays with the live release.</summary>
    Canary,
}

/// <summary>Where a trial stands.</summary>
public enum TrialStatus
{
    /// <summary>Parcels are compared.</summary>
    Running,

    /// <summary>A person stopped it, or a KPI left its band.</summary>
    Stopped,

    /// <summary>Its time was over.</summary>
    Ended,

    /// <summary>Another release took the place of the one it ran beside.</summary>
    Superseded,

    /// <summary>What it tried was published.</summary>
    Promoted,
}

/// <summary>Where a KPI of the candidate has to stay.</summary>
/// <param name="Kpi">One of <see cref="TrialKpis.Names"/>.</param>
/// <param name="Low">Smallest value, 0 to 1.</param>
/// <param name="High">Largest value, 0 to 1.</param>
/// <param name="Minimum">Parcels below which nothing is said, 1 or more.</param>
public sealed record TrialBand(string Kpi, decimal Low, decimal High, int Minimum);

/// <summary>A KPI that left its band.</summary>
/// <param name="Kpi">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Low">Smallest value of the band.</param>
/// <param name="High">Largest value of the band.</param>
/// <param name="Parcels">Parcels compared until then.</param>
public sealed record TrialBreach(string Kpi, decimal Value, decimal Low, decimal High, long Parcels);

/// <summary>A trial: a candidate beside the release in force in a zone, for a share of its parcels. It is of these two releases only:
/// when another one takes effect, it is over.</summary>
/// <param name="Zone">Key of the zone; zones below are not concerned.</param>
/// <param name="Number">Counts from 1 within the zone.</param>
/// <param name="Mode">What the candidate may do.</param>
/// <param name="Share">Share of the parcels, above 0 and at most 1.</param>
/// <param name="Baseline">The live release.</param>
/// <param name="Candidate">The candidate: it has the number of the live release, and that of the trial.</param>
/// <param name="Policies">Versions put in place.</param>
/// <param name="Drafts">Keys of submitted drafts put in place.</param>
/// <param name="Bands">Where KPIs have to stay.</param>
/// <param name="Until">When it ends by itself; null: when somebody stops it.</param>
/// <param name="Comment">Why.</param>
/// <param name="By">Who started it.</param>
/// <param name="At">When.</param>
public sealed record StoredTrial(
    string Zone,
    int Number,
    TrialMode Mode,
    decimal Share,
    ReleaseMark Baseline,
    Release Candidate,
    ImmutableArray<PolicyReference> Policies,
    ImmutableArray<string> Drafts,
    ImmutableArray<TrialBand> Bands,
    DateTimeOffset? Until,
    string Comment,
    string By,
    DateTimeOffset At)
{
    /// <summary>Where it stands.</summary>
    public TrialStatus Status { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public TrialEnd? End { get; init; }

    /// <summary>Identity in the store: <c>zone/trials/number</c>.</summary>
    public string Id => IdOf(Zone, Number);

    /// <summary>Whether a parcel belongs to the share: SHA-256 of the trial's identity, a line break and the declaration number, its first
    /// eight bytes as a fraction, is below it. A smaller share is part of a larger one.</summary>
    public bool Takes(string declarationNo)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Id}\n{declarationNo}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) < Share * ulong.MaxValue;
    }

    internal static string IdOf(string zone, int number) => string.Create(CultureInfo.InvariantCulture, $"{zone}/trials/{number}");

    internal StoredTrial After(TrialEnded ended) =>
        this with { Status = ended.Status, End = new TrialEnd(ended.By, ended.At, ended.Comment, ended.Breach) };
}

/// <summary>How a trial ended.</summary>
/// <param name="By">Who ended it; <see cref="EndTrial.By"/> when nobody did.</param>
/// <param name="At">When.</param>
/// <param name="Comment">Why; empty when nobody said.</param>
/// <param name="Breach">The KPI that left its band; null when none did.</param>
public sealed record TrialEnd(string By, DateTimeOffset At, string Comment, TrialBreach? Breach);
