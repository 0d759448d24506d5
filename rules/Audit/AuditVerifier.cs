using System.Globalization;
using Policy.Rules.Storage;
using Policy.Rules.Trials;

namespace Policy.Rules.Audit;

/// <summary>Checks the lines of the audit one after another: chains, heads and signatures of the events, documents; batches
/// and decisions by <see cref="BatchVerifier"/>. What is kept in memory grows with the events of policies, not with the
/// decisions.</summary>
/// <param name="findings">Where findings go.</param>
/// <param name="scope">Which decisions the lines have.</param>
/// <param name="last">The last checkpoint that was signed here, which must be there; null when that is not known.</param>
internal sealed class AuditVerifier(AuditFindings findings, AuditScope scope, (long Number, string Hash)? last = null)
{
    private readonly Dictionary<string, List<string>> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lengths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _publicKeys = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];
    private readonly HashSet<string> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _documentsOfReleases = new(StringComparer.Ordinal);
    private readonly BatchVerifier _batches = new(findings, scope);
    private (string Stream, long Position, string Hash) _at = ("", 0, "");
    private long _events;
    private long _checkpoints;
    private long _sealed;
    private bool _lastSeen;

    /// <summary>Ids of the keys announced so far.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>A key that was announced; empty for any other.</summary>
    public string PublicKey(string keyId) => _publicKeys.GetValueOrDefault(keyId, "");

    /// <summary>Checks a line.</summary>
    public void See(AuditLine line)
    {
        switch (line)
        {
            case EventLine next:
                _events++;
                See(next);
                break;
            case DocumentLine document:
                See(document);
                break;
            case DayKeyLine key:
                _batches.See(key);
                break;
            case BatchLine batch:
                _batches.See(batch);
                break;
            case DecisionLine decision:
                _batches.See(decision);
                break;
        }
    }

    /// <summary>Checks what only the end tells, and reports.</summary>
    public AuditReport Finish()
    {
        _batches.Finish();
        if (scope.IsAll) CompareDocuments();
        if (last is { } expected && !_lastSeen)
        {
            findings.Add("checkpoint-missing", Invariant($"checkpoints/{expected.Number}"), "此检查点已在本机签名，但不在链中：其后的内容已被删除或改回旧状态。",
                "This checkpoint was signed here but is not in the chain: what came after was deleted or set back.");
        }

        return new AuditReport(
            findings.Count == 0,
            _events + _batches.Decisions,
            _events,
            _batches.Decisions,
            _checkpoints,
            Math.Max(0, _events - _lengths.Values.Sum() - _sealed) + _batches.Unsealed,
            _batches.Draws,
            [.. _keys],
            findings.Count,
            findings.Kept);
    }

    private void See(EventLine next)
    {
        if (next.Stream != _at.Stream) _at = (next.Stream, 0, "");
        var (_, position, head) = _at;
        if (next.Position != position + 1)
        {
            findings.Add("event-missing", Place(next.Stream, position + 1), "此处的事件已被删除，或其位置已被改动。",
                "The event that belongs here was deleted or moved.");
        }
        else if (next.Text("previous") != head)
        {
            findings.Add("event-changed", Place(next.Stream, Math.Max(1, position)), "此事件与其后事件所记录的哈希不符：已被改动、调换或插入。",
                "The event is not the one whose hash the event after it has: it was changed, moved or put in.");
        }

        var hash = next.Hash();
        _at = (next.Stream, next.Position, hash);
        if (!_hashes.TryGetValue(next.Stream, out var hashes)) _hashes[next.Stream] = hashes = [];
        hashes.Add(hash);

        var read = next.Read();
        if (read is null)
        {
            findings.Add("event-unreadable", Place(next.Stream, next.Position), $"类型 `{next.Type}` 未知，或内容不符合该类型。",
                $"The type `{next.Type}` is not known, or the content does not fit it.");
        }
        else if (read is ReleaseMade made) _documentsOfReleases.UnionWith(made.Release.Entries.Select(e => e.Hash));
        else if (read is TrialStarted started) _documentsOfReleases.UnionWith(started.Trial.Candidate.Entries.Select(e => e.Hash));

        if (next.Stream != AuditState.Stream) return;
        _batches.EndCheckpoint();
        if (read is SigningKeyAnnounced announced) See(next, announced);
        else if (read is CheckpointMade checkpoint) See(next, hash, checkpoint);
        else if (read is not null) _batches.See(read);
    }

    private void See(EventLine line, SigningKeyAnnounced announced)
    {
        var expected = _keys.Count == 0 ? announced.KeyId : _keys[^1];
        if (Id(announced.PublicKey) != announced.KeyId || announced.SignedBy != expected)
        {
            findings.Add("key-wrong", Place(line.Stream, line.Position), "签名密钥的编号与公钥不符，或不是由前一密钥签名公布。",
                "The key's id is not that of the public key, or it was not announced by the key before it.");
            return;
        }

        if (_keys.Count == 0) _publicKeys[announced.KeyId] = announced.PublicKey;
        CheckSignature(line, announced.SignedBy, announced.Signature);
        _publicKeys[announced.KeyId] = announced.PublicKey;
        _keys.Add(announced.KeyId);
    }

    private void See(EventLine line, string hash, CheckpointMade made)
    {
        var place = Invariant($"checkpoints/{made.Number}");
        if (made.Number != ++_checkpoints)
        {
            findings.Add("checkpoint-missing", Invariant($"checkpoints/{_checkpoints}"), "此检查点已被删除。", "This checkpoint was deleted.");
            _checkpoints = made.Number;
        }

        if (_keys.Count > 0 && made.KeyId != _keys[^1])
        {
            findings.Add("key-wrong", place, $"密钥 `{made.KeyId}` 不是此时有效的签名密钥。", $"The key `{made.KeyId}` is not the one that signed then.");
        }

        CheckSignature(line, made.KeyId, made.Signature);
        foreach (var head in made.Heads) CheckHead(head, place);
        _sealed = line.Position;
        if (last is { } expected && made.Number == expected.Number)
        {
            _lastSeen = true;
            if (hash != expected.Hash)
            {
                findings.Add("checkpoint-changed", place, "此检查点不是在本机签名的那一个。", "This is not the checkpoint that was signed here.");
            }
        }

        _batches.Begin(made);
    }

    private void CheckHead(StreamHead head, string place)
    {
        var hashes = _hashes.GetValueOrDefault(head.Stream);
        _lengths[head.Stream] = Math.Max(head.Length, _lengths.GetValueOrDefault(head.Stream));
        if (hashes is null || hashes.Count < head.Length)
        {
            findings.Add("event-missing", Place(head.Stream, (hashes?.Count ?? 0) + 1), Invariant($"`{place}` 之后，流 `{head.Stream}` 末尾的事件已被删除。"),
                $"Events at the end of the stream were deleted after `{place}`.");
        }
        else if (head.Length < 1 || hashes[(int)head.Length - 1] != head.Hash)
        {
            findings.Add("event-changed", Place(head.Stream, head.Length), $"此事件与 `{place}` 所签名的哈希不符。",
                $"The event is not the one that `{place}` signed.");
        }
    }

    private void CheckSignature(EventLine line, string keyId, string signature)
    {
        var place = line.Type == nameof(CheckpointMade) ? Invariant($"checkpoints/{_checkpoints}") : Place(line.Stream, line.Position);
        if (string.IsNullOrEmpty(signature))
            findings.Add("signature-missing", place, "缺少签名。", "The signature is missing.");
        else if (!_publicKeys.TryGetValue(keyId, out var publicKey))
            findings.Add("key-unknown", place, $"密钥 `{keyId}` 从未公布。", $"The key `{keyId}` was never announced.");
        else if (!SigningKey.Verifies(publicKey, EventChain.Unsigned(line.Stream, line.Position, line.Type, line.Content), signature))
            findings.Add("signature-wrong", place, "签名与内容不符：内容或签名已被改动。", "The signature does not fit: the content or the signature was changed.");
    }

    private void See(DocumentLine document)
    {
        _documents.Add(document.Hash);
        if (ContentHash.Of(document.Json) != document.Hash)
            findings.Add("document-changed", $"documents/{document.Hash}", "文档内容与其哈希不符。", "The document is not the one of its hash.");
    }

    private void CompareDocuments()
    {
        foreach (var hash in _documentsOfReleases.Except(_documents).Order(StringComparer.Ordinal))
            findings.Add("document-missing", $"documents/{hash}", "发布所用的文档已被删除。", "A document of a release was deleted.");
        foreach (var hash in _documents.Except(_documentsOfReleases).Order(StringComparer.Ordinal))
            findings.Add("document-added", $"documents/{hash}", "没有任何发布使用此文档：它是插入的。", "No release has this document: it was put in.");
    }

    private static string Id(string publicKey)
    {
        try
        {
            return SigningKey.IdOf(publicKey);
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string Place(string stream, long position) => Invariant($"events/{stream}/{position}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
