using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Marten;
using Npgsql;
using Policy.Rules.Policies;

namespace Policy.Rules.Storage;

/// <summary>Stored documents in memory. What is stored under a hash never changes, so nothing here grows
/// stale; what was used longest ago is dropped when it is too much.</summary>
internal sealed class StoredDocuments(NpgsqlDataSource source)
{
    // Text that the documents were read from, in UTF-16 units; one of several times the size stands for it in memory.
    private const long Capacity = 128 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    // One instance for a content, whether it was asked for by version or by hash: the same document is compiled once.
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private long _size;
    private long _uses;

    /// <summary>Composed documents by content hash.</summary>
    public Task<ImmutableDictionary<string, Document>> Composed(
        IQuerySession session, IEnumerable<string> hashes, CancellationToken cancellation) =>
        Load(hashes, async missing => (await session.LoadManyAsync<ComposedDocument>(cancellation, missing))
            .Select(d => (d.Id, d.Id, d.Json)));

    /// <summary>Which of the hashes the store has composed documents of; memory may know more than a store that was restored.</summary>
    public static async Task<HashSet<string>> Stored(IQuerySession session, IEnumerable<string> hashes, CancellationToken cancellation)
    {
        var asked = hashes.ToArray();
        var found = await session.Query<ComposedDocument>().Where(d => d.Id.IsOneOf(asked)).Select(d => d.Id).ToListAsync(cancellation);
        return found.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Authored documents by id of the version.</summary>
    public async Task<ImmutableDictionary<string, Document>> Authored(
        IQuerySession session, IEnumerable<string> versionIds, CancellationToken cancellation)
    {
        var rows = await Rows([.. versionIds], cancellation);
        var documents = await Load(rows.Values, async missing =>
        {
            var wanted = missing.ToHashSet(StringComparer.Ordinal);
            var read = await session.LoadManyAsync<PolicyVersion>(cancellation, [.. rows.Where(r => wanted.Contains(r.Value)).Select(r => r.Key)]);
            return read.Select(v => (rows[v.Id], v.Hash, v.Json));
        });
        return rows.Where(r => documents.ContainsKey(r.Value))
            .ToImmutableDictionary(r => r.Key, r => documents[r.Value], StringComparer.Ordinal);
    }

    // In a store that was restored from a backup, another version may since have come under a number; the row then has another mark.
    private async Task<Dictionary<string, string>> Rows(string[] ids, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select id, mt_version::text from policy.mt_doc_policyversion where id = any($1)");
        command.Parameters.Add(new() { Value = ids });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) rows[reader.GetString(0)] = $"{reader.GetString(0)} {reader.GetString(1)}";
        return rows;
    }

    private async Task<ImmutableDictionary<string, Document>> Load(
        IEnumerable<string> ids, Func<string[], Task<IEnumerable<(string Id, string Hash, string Json)>>> load)
    {
        var found = ImmutableDictionary.CreateBuilder<string, Document>(StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (_known.TryGetValue(_hashes.GetValueOrDefault(id, id), out var known)) found[id] = Use(known);
            else missing.Add(id);
        }

        if (missing.Count == 0) return found.ToImmutable();
        foreach (var (id, hash, json) in await load([.. missing])) found[id] = Add(id, hash, json);
        return found.ToImmutable();
    }

    private Document Use(Known known)
    {
        known.UsedAt = Interlocked.Increment(ref _uses);
        return known.Document;
    }

    private Document Add(string id, string hash, string json)
    {
        if (id != hash) _hashes[id] = hash;
        if (_known.TryGetValue(hash, out var known)) return Use(known);
        var read = new Known(Read(id, json), json.Length);
        known = _known.GetOrAdd(hash, read);
        if (known == read && Interlocked.Add(ref _size, json.Length) > Capacity) Drop();
        return Use(known);
    }

    private void Drop()
    {
        foreach (var (hash, known) in _known.OrderBy(k => k.Value.UsedAt))
        {
            if (Interlocked.Read(ref _size) <= Capacity / 2) return;
            if (_known.TryRemove(hash, out _)) Interlocked.Add(ref _size, -known.Size);
        }
    }

    private static Document Read(string id, string json)
    {
        var (document, problems) = DocumentJson.Read(Encoding.UTF8.GetBytes(json));
        return document ?? throw new InvalidDataException(
            $"The stored document {id} cannot be read: {string.Join("; ", problems.Select(p => $"{p.Pointer} {p.Message.En}"))}");
    }

    private sealed class Known(Document document, int size)
    {
        public Document Document => document;

        public int Size => size;

        /// <summary>Which use of all documents its last one was.</summary>
        public long UsedAt { get; set; }
    }
}
