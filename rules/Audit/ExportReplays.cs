using System.Text;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Security;
using Policy.Rules.Trials;

namespace Policy.Rules.Audit;

/// <summary>What came of deciding again.</summary>
/// <param name="Same">Decisions that gave the same bytes.</param>
/// <param name="Different">Decisions that did not; each is a finding.</param>
/// <param name="Erased">Not repeated: their personal fields were erased.</param>
/// <param name="Withheld">Not the same without the personal fields, which the export withholds.</param>
/// <param name="OtherBuild">Not the same by this build of the engine, which is another than the one that decided.</param>
public sealed record ReplayCounts(long Same, long Different, long Erased, long Withheld, long OtherBuild);

/// <summary>Decides the decisions of an export again, by the documents in it.</summary>
internal sealed class ExportReplays(AuditFindings findings)
{
    private const int MostCompiled = 16;

    private readonly Dictionary<string, Release> _releases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompiledRelease> _compiled = new(StringComparer.Ordinal);
    private readonly RuleCompiler _compiler = new();

    public ReplayCounts Counts { get; private set; } = new(0, 0, 0, 0, 0);

    public void See(AuditLine line)
    {
        if (line is EventLine { Type: nameof(ReleaseMade) } next && next.Read() is ReleaseMade made)
            _releases[made.Release.Id] = made.Release;
        if (line is EventLine { Type: nameof(TrialStarted) } begun && begun.Read() is TrialStarted started)
            _releases[started.Trial.Candidate.Id] = started.Trial.Candidate;
        if (line is DocumentLine document) _documents[document.Hash] = document.Json;
        if (line is DecisionLine decision) See(decision.Record);
    }

    private void See(DecisionRecord record)
    {
        var place = $"decisions/{record.DeclarationNo}";
        if (Replay.IsErased(record))
        {
            Counts = Counts with { Erased = Counts.Erased + 1 };
            return;
        }

        if (Compiled(record.Trial is { } trial ? StoredTrial.IdOf(record.Zone, trial) : Release.IdOf(record.Zone, record.ReleaseNumber)) is not { } release)
        {
            findings.Add("release-missing", place, $"试验区 `{record.Zone}` 的第 {record.ReleaseNumber} 号发布不在文件中，或无法编译。",
                $"Release {record.ReleaseNumber} of `{record.Zone}` is not in the file, or does not compile.");
            return;
        }

        var (facts, withheld) = PersonalFields.OpenExported(record.Facts);
        var replayed = Replay.Of(record with { Facts = facts }, release);
        if (replayed.Same) Counts = Counts with { Same = Counts.Same + 1 };
        else if (withheld) Counts = Counts with { Withheld = Counts.Withheld + 1 };
        else if (replayed.OtherBuild) Counts = Counts with { OtherBuild = Counts.OtherBuild + 1 };
        else
        {
            Counts = Counts with { Different = Counts.Different + 1 };
            var first = replayed.Differences[0];
            findings.Add("replay-differs", place, $"重放结果不同：`{first.Pointer}` 记录为 {first.Recorded}，现为 {first.Now}。",
                $"It is decided otherwise now: `{first.Pointer}` was {first.Recorded} and is {first.Now}.");
        }
    }

    private CompiledRelease? Compiled(string id)
    {
        if (_compiled.TryGetValue(id, out var known)) return known;
        if (!_releases.TryGetValue(id, out var release)) return null;
        var documents = new List<Document>();
        foreach (var entry in release.Entries)
        {
            if (!_documents.TryGetValue(entry.Hash, out var json)
                || DocumentJson.Read(Encoding.UTF8.GetBytes(json)).Document is not { } document) return null;
            documents.Add(document);
        }

        if (_compiler.Compile(documents).RuleSet is not { } rules) return null;
        if (_compiled.Count == MostCompiled) _compiled.Clear();
        return _compiled[id] = new CompiledRelease(release, rules);
    }
}
