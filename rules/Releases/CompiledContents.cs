using System.Collections.Concurrent;
using System.Collections.Frozen;
using Marten;
using Policy.Engine;
using Policy.Rules.Storage;

namespace Policy.Rules.Releases;

/// <summary>Compiled contents by content hash, shared by the releases that have the same: those that decide now or later, and a
/// few of the past.</summary>
internal sealed class CompiledContents(IDocumentStore store, StoredDocuments documents, RuleCompiler compiler)
{
    private const int Past = 32;

    private readonly ConcurrentDictionary<string, CompiledContent> _contents = new(StringComparer.Ordinal);
    private long _uses;
    private volatile FrozenSet<string> _kept = FrozenSet<string>.Empty;

    /// <summary>What is in memory; null when that is nothing.</summary>
    public CompiledContent? Known(Release release)
    {
        if (!_contents.TryGetValue(release.Hash, out var content)) return null;
        content.UsedAt = Interlocked.Increment(ref _uses);
        return content;
    }

    /// <summary>The content, read and compiled when it is not in memory.</summary>
    public async ValueTask<CompiledContent> Of(Release release, CancellationToken cancellation)
    {
        if (Known(release) is { } known) return known;
        var content = _contents.GetOrAdd(release.Hash, await Read(release, cancellation));
        Trim();
        return content;
    }

    /// <summary>Keeps the contents of releases, and of others a few.</summary>
    public void Keep(IEnumerable<Release> releases)
    {
        _kept = releases.Select(r => r.Hash).ToFrozenSet(StringComparer.Ordinal);
        Trim();
    }

    private void Trim()
    {
        if (_contents.Count <= _kept.Count + Past) return;
        foreach (var (hash, _) in _contents.Where(c => !_kept.Contains(c.Key)).OrderByDescending(c => c.Value.UsedAt).Skip(Past))
            _contents.TryRemove(hash, out _);
    }

    private async Task<CompiledContent> Read(Release release, CancellationToken cancellation)
    {
        try
        {
            await using var session = store.QuerySession();
            var read = await documents.Composed(session, release.Entries.Select(e => e.Hash), cancellation);
            return release.Entries.FirstOrDefault(e => !read.ContainsKey(e.Hash)) is { } missing
                ? new CompiledContent(null, $"{missing.Key}: the store does not have {missing.Hash}")
                : await Task.Run(() => Compile(read.Values), cancellation);
        }
        catch (InvalidDataException e)
        {
            return new CompiledContent(null, e.Message);
        }
    }

    private CompiledContent Compile(IEnumerable<Document> read)
    {
        var (rules, diagnostics) = compiler.Compile(read);
        if (rules is not null) return new CompiledContent(rules, null);
        var first = diagnostics.First(d => d.Severity == Severity.Error);
        return new CompiledContent(null, $"{first.Document}{first.Pointer}: {first.Message.En}");
    }
}

/// <summary>A set of documents, compiled; or why it cannot be.</summary>
internal sealed class CompiledContent(RuleSet? rules, string? trouble)
{
    public RuleSet? Rules => rules;

    public string? Trouble => trouble;

    /// <summary>Which use of all contents its last one was.</summary>
    public long UsedAt { get; set; } = long.MaxValue;
}
