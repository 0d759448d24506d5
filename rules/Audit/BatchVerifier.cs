using System.Globalization;
using System.Text;
using System.Text.Json;
using Policy.Rules.Decisions;
using Policy.Rules.Security;
using Policy.Rules.Storage;

namespace Policy.Rules.Audit;

/// <summary>Checks batches against their checkpoint, decisions against their batch, draws against the key of their day, and
/// erased fields against the event that says so.</summary>
internal sealed class BatchVerifier(AuditFindings findings, AuditScope scope)
{
    private readonly Dictionary<long, BatchRoot> _expected = [];
    private readonly Dictionary<DateOnly, string> _keys = [];
    private readonly Dictionary<DateOnly, string> _commitments = [];
    private readonly HashSet<DateOnly> _revealed = [];
    private readonly HashSet<string> _erased = new(StringComparer.Ordinal);
    private readonly HashSet<string> _erasures = new(StringComparer.Ordinal);
    private long _checkpoint;
    private BatchLine? _batch;
    private bool[] _seen = [];

    public long Decisions { get; private set; }

    public long Draws { get; private set; }

    public long Unsealed { get; private set; }

    public void See(DayKeyLine key) => _keys[key.Day] = key.Key;

    /// <summary>An event of the platform that is about decisions.</summary>
    public void See(AuditedEvent next)
    {
        if (next is PersonalFieldsErased erased) _erasures.Add(erased.DeclarationNo);
        if (next is DayKeyCommitted committed && !_commitments.TryAdd(committed.Day, committed.Commitment))
            findings.Add("day-key-changed", Day(committed.Day), "同一天公布了两个抽检密钥承诺。", "Two keys were fixed for the day.");
        if (next is not DayKeyRevealed revealed) return;
        _revealed.Add(revealed.Day);
        if (Hash(revealed.Key) != _commitments.GetValueOrDefault(revealed.Day) || revealed.Key != _keys.GetValueOrDefault(revealed.Day))
            findings.Add("day-key-changed", Day(revealed.Day), "公布的抽检密钥与事先的承诺不符。", "The revealed key is not the one that was fixed in advance.");
    }

    /// <summary>A checkpoint whose batches follow.</summary>
    public void Begin(CheckpointMade made)
    {
        _checkpoint = made.Number;
        foreach (var root in made.Batches) _expected[root.Batch] = root;
    }

    /// <summary>All batches of the last checkpoint were seen.</summary>
    public void EndCheckpoint()
    {
        EndBatch();
        if (scope.IsAll)
        {
            foreach (var batch in _expected.Keys.Order())
                findings.Add("batch-missing", Batch(batch), Invariant($"检查点 {_checkpoint} 的这批决定已被删除。"), Invariant($"This batch of checkpoint {_checkpoint} was deleted."));
        }

        _expected.Clear();
    }

    public void See(BatchLine batch)
    {
        EndBatch();
        (_batch, _seen) = (batch, new bool[batch.Leaves.Length / MerkleTree.HashSize]);
        if (batch.Checkpoint is null)
        {
            Unsealed++;
            return;
        }

        if (batch.Checkpoint != _checkpoint || !_expected.Remove(batch.Batch, out var expected))
            findings.Add("batch-added", Batch(batch.Batch), Invariant($"检查点 {batch.Checkpoint} 没有这批决定：它是插入的。"), Invariant($"Checkpoint {batch.Checkpoint} does not have this batch: it was put in."));
        else if (Checkpoints.RootOf(batch.Batch, batch.Leaves) != expected)
            findings.Add("batch-changed", Batch(batch.Batch), Invariant($"这批决定与检查点 {_checkpoint} 所签名的根哈希不符。"), Invariant($"The batch is not the one that checkpoint {_checkpoint} signed."));
    }

    public void See(DecisionLine line)
    {
        Decisions++;
        var (record, place) = (line.Record, $"decisions/{line.Record.DeclarationNo}");
        if (_batch?.Batch != line.Batch || line.Leaf < 0 || line.Leaf >= _seen.Length || _seen[line.Leaf])
        {
            findings.Add("decision-added", place, "此决定不属于任何一批：它是插入的。", "The decision is in no batch: it was put in.");
            return;
        }

        _seen[line.Leaf] = true;
        if (LeafOf(record) is not { } leaf || !leaf.AsSpan().SequenceEqual(Leaf(line.Leaf)))
        {
            findings.Add("decision-changed", place, Invariant($"此决定与其记录时的哈希不符（批次 {line.Batch}，第 {line.Leaf} 项）：已被改动或调换。"),
                Invariant($"The decision is not the one that was recorded (batch {line.Batch}, leaf {line.Leaf}): it was changed or moved."));
            return;
        }

        if (record.ContentHash.StartsWith(Commitments.Erased, StringComparison.Ordinal)) _erased.Add(record.DeclarationNo);
        CheckDraw(record, place);
    }

    public void Finish()
    {
        EndCheckpoint();
        foreach (var number in _erased.Except(_erasures).Order(StringComparer.Ordinal))
            findings.Add("erased-without-event", $"decisions/{number}", "个人信息已被删去，但没有相应的删除记录。", "Personal fields were erased, but no event says so.");
        if (scope.IsAll)
        {
            foreach (var number in _erasures.Except(_erased).Order(StringComparer.Ordinal))
                findings.Add("erasure-undone", $"decisions/{number}", "记录称个人信息已删除，但它们仍然存在，或决定已不在。", "An event says that personal fields were erased, but they are there, or the decision is gone.");
        }

        foreach (var day in _keys.Keys.Except(_revealed).Order())
            findings.Add("day-key-changed", Day(day), "没有公布此抽检密钥的事件。", "No event reveals this key.");
    }

    private void EndBatch()
    {
        if (_batch is { } batch && scope.IsAll)
        {
            for (var leaf = 0; leaf < _seen.Length; leaf++)
            {
                if (!_seen[leaf])
                    findings.Add("decision-missing", Invariant($"batches/{batch.Batch}/{leaf}"), "这批决定中的此项已被删除。", "This decision of the batch was deleted.");
            }
        }

        (_batch, _seen) = (null, []);
    }

    private void CheckDraw(DecisionRecord record, string place)
    {
        var day = DateOnly.FromDateTime(record.DecidedAt.ToOffset(DayKeys.ZoneTime).DateTime);
        if (!_keys.TryGetValue(day, out var key) || Hash(key) is null) return;
        using var facts = JsonDocument.Parse(record.Facts);
        if (facts.RootElement.ValueKind != JsonValueKind.Object || !facts.RootElement.TryGetProperty("draw", out var draw)
            || draw.ValueKind != JsonValueKind.Number || !draw.TryGetDecimal(out var drawn)) return;
        Draws++;
        if (drawn != DayKeys.Draw(key, record.DeclarationNo))
            findings.Add("draw-wrong", place, "抽样数不是由当日密钥得出的。", "The draw is not the one that the key of the day gives.");
    }

    private ReadOnlySpan<byte> Leaf(int index) => _batch!.Leaves.AsSpan(index * MerkleTree.HashSize, MerkleTree.HashSize);

    private static byte[]? LeafOf(DecisionRecord record)
    {
        try
        {
            return DecisionLeaf.Of(record);
        }
        catch (Exception e) when (e is JsonException or EncoderFallbackException)
        {
            return null;
        }
    }

    private static string? Hash(string key)
    {
        try
        {
            return ContentHash.Of(Convert.FromHexString(key));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Batch(long batch) => Invariant($"batches/{batch}");

    private static string Day(DateOnly day) => Invariant($"day-keys/{day:yyyy-MM-dd}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
