using System.Collections.Immutable;
using Policy.Engine;

namespace Policy.Rules.Audit;

/// <summary>Something that is not as it was recorded.</summary>
/// <param name="Code">Stable code, for example <c>decision-changed</c>.</param>
/// <param name="Place">Where, for example <c>decisions/HZ2026110000001</c> or <c>events/national/sampling-ratios/3</c>.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record AuditFinding(string Code, string Place, LocalizedText Message);

/// <summary>The result of a check.</summary>
/// <param name="Valid">True when nothing was found.</param>
/// <param name="Checked">Events and decisions that were checked.</param>
/// <param name="Events">Of these, events.</param>
/// <param name="Decisions">Of these, decisions.</param>
/// <param name="Checkpoints">Signed checkpoints among the events.</param>
/// <param name="Unsealed">Events and batches of decisions that no checkpoint has yet; the next one takes them.</param>
/// <param name="Draws">Decisions whose draw was computed again from the revealed key of their day.</param>
/// <param name="Keys">Ids of the keys that signed, the first one first: compare it with the one you were told.</param>
/// <param name="FindingCount">How much was found.</param>
/// <param name="Findings">What was found, at most <see cref="MostFindings"/>.</param>
public sealed record AuditReport(
    bool Valid,
    long Checked,
    long Events,
    long Decisions,
    long Checkpoints,
    long Unsealed,
    long Draws,
    ImmutableArray<string> Keys,
    long FindingCount,
    ImmutableArray<AuditFinding> Findings)
{
    /// <summary>Findings that are kept; the others are only counted.</summary>
    public const int MostFindings = 500;
}

/// <summary>Collects findings.</summary>
internal sealed class AuditFindings
{
    private readonly ImmutableArray<AuditFinding>.Builder _kept = ImmutableArray.CreateBuilder<AuditFinding>();

    public long Count { get; private set; }

    public ImmutableArray<AuditFinding> Kept => _kept.ToImmutable();

    public void Add(string code, string place, string zhCn, string en)
    {
        Count++;
        if (_kept.Count < AuditReport.MostFindings) _kept.Add(new AuditFinding(code, place, new LocalizedText(zhCn, en)));
    }
}
