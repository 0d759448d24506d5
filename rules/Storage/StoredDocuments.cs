using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Marten;
using Policy.Rules.Policies;

namespace Policy.Rules.Storage;

/// <summary>Stored documents in memory. What is stored under a hash or a version never changes, so nothing here grows
/// stale; the memory is emptied when it holds too much.</summary>
internal sealed class StoredDocuments
{
    private const int Capacity = 5_000;
    private readonly ConcurrentDictionary<string, Document> _known = new(StringComparer.Ordinal);

    // One instance for a content, whether it was asked for by version or by hash: the same document is compiled once.
    private readonly ConcurrentDictionary<string, Document> _contents = new(StringComparer.Ordinal);

    /// <summary>Composed documents by content hash.</summary>
    public Task<ImmutableDictionary<string, Document>> Composed(
        IQuerySession session, IEnumerable<string> hashes, CancellationToken cancellation) =>
        Load(hashes, async missing => (await session.LoadManyAsync<ComposedDocument>(cancellation, missing))
            .Select(d => (d.Id, d.Id, d.Json)));

    /// <summary>Authored documents by id of the version.</summary>
    public Task<ImmutableDictionary<string, Document>> Authored(
        IQuerySession session, IEnumerable<string> versionIds, CancellationToken cancellation) =>
        Load(versionIds, async missing => (await session.LoadManyAsync<PolicyVersion>(cancellation, missing))
            .Select(v => (v.Id, v.Hash, v.Json)));

    private async Task<ImmutableDictionary<string, Document>> Load(
        IEnumerable<string> ids, Func<string[], Task<IEnumerable<(string Id, string Hash, string Json)>>> load)
    {
        var found = ImmutableDictionary.CreateBuilder<string, Document>(StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (_known.TryGetValue(id, out var document)) found[id] = document;
            else missing.Add(id);
        }

        if (missing.Count == 0) return found.ToImmutable();
        if (_known.Count > Capacity) Clear();
        foreach (var (id, hash, json) in await load([.. missing]))
            found[id] = _known[id] = _contents.GetOrAdd(hash, _ => Read(id, json));
        return found.ToImmutable();
    }

    private void Clear()
    {
        _known.Clear();
        _contents.Clear();
    }

    private static Document Read(string id, string json)
    {
        var (document, problems) = DocumentJson.Read(Encoding.UTF8.GetBytes(json));
        return document ?? throw new InvalidDataException(
            $"The stored document {id} cannot be read: {string.Join("; ", problems.Select(p => $"{p.Pointer} {p.Message.En}"))}");
    }
}
