using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Policy.Rules.Policies;

/// <summary>Puts two edits of a document together, member by member and, where members hold rows, row by row: pure. A row is taken
/// whole; what only one of them changed is taken from him.</summary>
internal sealed class DocumentMerge
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly ImmutableArray<MergeConflict>.Builder _conflicts = ImmutableArray.CreateBuilder<MergeConflict>();

    private DocumentMerge()
    {
    }

    /// <summary>The merged JSON, null when there are conflicts, and the conflicts.</summary>
    /// <param name="start">What both started from.</param>
    /// <param name="mine">The one's edit.</param>
    /// <param name="theirs">The other's.</param>
    public static (string? Json, ImmutableArray<MergeConflict> Conflicts) Of(string start, string mine, string theirs)
    {
        if (Members(start) is not { } from || Members(mine) is not { } one || Members(theirs) is not { } other)
            return mine == theirs ? (mine, []) : (null, [new MergeConflict("", null, start, mine, theirs)]);
        var merge = new DocumentMerge();
        var merged = new JsonObject();
        foreach (var name in other.Select(m => m.Key).Union(one.Select(m => m.Key)))
        {
            if (merge.Member(name, from[name], one[name], other[name]) is { } value) merged[name] = value;
        }

        var conflicts = merge._conflicts.ToImmutable();
        return (conflicts.IsEmpty ? merged.ToJsonString(Relaxed) : null, conflicts);
    }

    // Only what is a document has rows to be told apart.
    private static JsonObject? Members(string json) =>
        DocumentJson.Read(Encoding.UTF8.GetBytes(json)).Document is { } document
            ? JsonNode.Parse(DocumentJson.Write(document))!.AsObject()
            : null;

    private JsonNode? Member(string name, JsonNode? start, JsonNode? mine, JsonNode? theirs)
    {
        if (Same(mine, start) || Same(mine, theirs)) return theirs?.DeepClone();
        if (Same(theirs, start)) return mine?.DeepClone();
        if (Items(start) is { } from && Items(mine) is { } one && Items(theirs) is { } other) return Merged(name, from, one, other);
        Conflict(name, null, start, mine, theirs);
        return null;
    }

    private JsonArray Merged(string name, Rows start, Rows mine, Rows theirs)
    {
        var merged = new JsonArray();
        foreach (var id in Order(name, start, mine, theirs))
        {
            var (from, one, other) = (start[id], mine[id], theirs[id]);
            if (Same(one, from) || Same(one, other)) Add(other);
            else if (Same(other, from)) Add(one);
            else Conflict(name, id, from, one, other);
        }

        return merged;

        void Add(JsonNode? row)
        {
            if (row is not null) merged.Add(row.DeepClone());
        }
    }

    /// <summary>The order of him who moved rows, with the rows that the other added behind those they follow there.</summary>
    private IEnumerable<string> Order(string name, Rows start, Rows mine, Rows theirs)
    {
        var (moved, movedToo) = (Moved(start, mine), Moved(start, theirs));
        if (moved && movedToo && !mine.Ids.Intersect(theirs.Ids).SequenceEqual(theirs.Ids.Intersect(mine.Ids)))
            _conflicts.Add(new MergeConflict(name, null, Text(start), Text(mine), Text(theirs)));
        var (first, second) = moved && !movedToo ? (mine, theirs) : (theirs, mine);
        var order = first.Ids.ToList();
        for (var i = 0; i < second.Ids.Count; i++)
        {
            if (order.Contains(second.Ids[i])) continue;
            order.Insert(i == 0 ? 0 : order.IndexOf(second.Ids[i - 1]) + 1, second.Ids[i]);
        }

        return order;

        static string Text(Rows rows) => JsonSerializer.Serialize(rows.Ids, Relaxed);
    }

    private static bool Moved(Rows start, Rows edited) =>
        !start.Ids.Intersect(edited.Ids).SequenceEqual(edited.Ids.Intersect(start.Ids));

    private void Conflict(string member, string? item, JsonNode? start, JsonNode? mine, JsonNode? theirs) =>
        _conflicts.Add(new MergeConflict(member, item, Text(start), Text(mine), Text(theirs)));

    private static string? Text(JsonNode? json) => json?.ToJsonString(Relaxed);

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    /// <summary>The rows of a member that has some, an absent one included.</summary>
    private static Rows? Items(JsonNode? member)
    {
        if (member is null) return new Rows([]);
        if (member is not JsonArray array || !array.All(i => i is JsonObject row && row["id"] is JsonValue)) return null;
        return new Rows([.. array.Select(i => (i!["id"]!.GetValue<string>(), i))]);
    }

    private sealed class Rows(IReadOnlyList<(string Id, JsonNode Row)> rows)
    {
        private readonly Dictionary<string, JsonNode> _byId = rows.ToDictionary(r => r.Id, r => r.Row, StringComparer.Ordinal);

        public IReadOnlyList<string> Ids { get; } = [.. rows.Select(r => r.Id)];

        public JsonNode? this[string id] => _byId.GetValueOrDefault(id);
    }
}
