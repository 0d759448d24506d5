using System.Collections.Immutable;
using System.Text.Json;
using Policy.Rules.Audit;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Storage;

namespace Policy.Rules;

/// <summary>What happened to a policy.</summary>
public sealed partial class PolicyStore
{
    /// <summary>All that happened to a policy in a zone, newest first: to its drafts, its versions, and in the zone's releases. Empty when
    /// the zone neither has nor inherits it.</summary>
    public async Task<ImmutableArray<HistoryEntry>> History(string zone, string key, CancellationToken cancellation)
    {
        var own = await Events(PolicyState.Stream(zone, key), "data - 'json'", "policystate", null, cancellation);
        // Of a release only what it says of this policy.
        const string entries = """
            jsonb_set(data, '{release,entries}', (select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(data #> '{release,entries}') e where e ->> 'key' = $2))
            """;
        var made = (await Events(zone, $"case when data ? 'release' then {entries} else data end", "zonestate", key, cancellation))
            .Where(e => e.Line.Type == nameof(ReleaseMade))
            .ToDictionary(e => e.Line.Content.GetProperty("release").Deserialize<Release>(StoreJson.Options)!, e => e.Hash);
        return
        [
            .. own.Select(e => PolicyHistory.Of(e.Line, e.Hash)).Concat(PolicyHistory.Of(key, made.Keys, r => made[r]))
                .Reverse().OrderByDescending(e => e.At),
        ];
    }

    // The events of a stream without what makes them long; the hash of each is what the next one recorded of it.
    private async Task<List<(EventLine Line, string Hash)>> Events(
        string stream, string content, string state, string? key, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            $"select version, mt_dotnet_type, ({content})::text, coalesce(lead(data ->> 'previous') over (order by version), "
            + $"(select s.data ->> 'head' from policy.mt_doc_{state} s where s.id = $1)) "
            + "from policy.mt_events where stream_id = $1 order by version");
        command.Parameters.Add(new() { Value = stream });
        if (key is not null) command.Parameters.Add(new() { Value = key });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var events = new List<(EventLine, string)>();
        while (await rows.ReadAsync(cancellation))
        {
            var line = new EventLine(stream, rows.GetInt64(0), AuditReader.TypeName(rows.GetString(1)), JsonElement.Parse(rows.GetString(2)));
            events.Add((line, rows.GetString(3)));
        }

        return events;
    }
}
