using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Policy.Rules.Policies;

namespace Policy.Rules.Audit;

/// <summary>Which events; null means any.</summary>
/// <param name="Zone">Of a zone and its policies.</param>
/// <param name="Key">Of a policy.</param>
/// <param name="By">Who acted.</param>
/// <param name="Type">Name of the event's type, for example <c>DraftSubmitted</c>.</param>
/// <param name="From">At this instant or later.</param>
/// <param name="To">Before this instant.</param>
/// <param name="Take">How many, 1 to 500.</param>
/// <param name="After">The <see cref="AuditPage.Next"/> of the page before.</param>
public sealed record AuditQuery(
    string? Zone = null,
    string? Key = null,
    string? By = null,
    string? Type = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    int Take = 50,
    long? After = null);

/// <summary>A page of events, newest first.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">Give it as <c>After</c> for the next page; null on the last one.</param>
public sealed record AuditPage(ImmutableArray<AuditEntry> Events, long? Next);

/// <summary>An event with its hashes.</summary>
/// <param name="Number">Its number over all streams.</param>
/// <param name="Stream">Key of its stream.</param>
/// <param name="Position">Position in the stream, from 1.</param>
/// <param name="Type">Name of its type.</param>
/// <param name="By">Who acted.</param>
/// <param name="At">When.</param>
/// <param name="Previous">Hash of the event before it; empty for the first.</param>
/// <param name="Hash">Its own hash, computed now from what is stored.</param>
/// <param name="Content">Its JSON.</param>
public sealed record AuditEntry(
    long Number,
    string Stream,
    long Position,
    string Type,
    string By,
    DateTimeOffset At,
    string Previous,
    string Hash,
    JsonElement Content)
{
    /// <summary>Names of the types that events have.</summary>
    public static ImmutableArray<string> Types { get; } = [.. AuditReader.EventTypes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The event as a record; null when its type is not known or its JSON does not fit.</summary>
    public AuditedEvent? Read() => new EventLine(Stream, Position, Type, Content).Read();
}

/// <summary>Reads pages of events.</summary>
internal static class AuditPages
{
    private const int LargestPage = 500;
    private const int LargestContent = 4 * 1024 * 1024;

    public static async Task<AuditPage> Read(NpgsqlDataSource source, AuditQuery query, CancellationToken cancellation)
    {
        var take = Math.Clamp(query.Take, 1, LargestPage);
        await using var command = source.CreateCommand();
        var conditions = new List<string> { "stream_id <> 'mt_tombstone'" };
        string Add(object value)
        {
            command.Parameters.Add(new() { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
        }

        if (query.Zone is { } zone) conditions.Add($"split_part(stream_id, '/', 1) = {Add(zone)} and stream_id <> 'audit'");
        if (query is { Zone: not null, Key: not null }) conditions.Add($"stream_id = {Add(PolicyState.Stream(query.Zone, query.Key))}");
        else if (query.Key is { } key) conditions.Add($"split_part(stream_id, '/', 2) = {Add(key)}");
        if (query.By is { } by) conditions.Add($"data ->> 'by' = {Add(by)}");
        if (query.Type is { } type) conditions.Add($"substring(mt_dotnet_type from '([^.,]+),') = {Add(type)}");
        if (query.From is { } from) conditions.Add($"(data ->> 'at')::timestamptz >= {Add(from.ToUniversalTime())}");
        if (query.To is { } to) conditions.Add($"(data ->> 'at')::timestamptz < {Add(to.ToUniversalTime())}");
        if (query.After is { } after) conditions.Add($"seq_id < {Add(after)}");
        // As many as are no larger than a page may be, and one in any case: drafts may be as long as a list of goods.
        command.CommandText =
            $"""
            select seq_id, stream_id, version, mt_dotnet_type, data::text, found from (
                select *, count(*) over () as found,
                    sum(pg_column_size(data)) over (order by seq_id desc rows between unbounded preceding and 1 preceding) as before
                from (
                    select seq_id, stream_id, version, mt_dotnet_type, data from policy.mt_events
                    where {string.Join(" and ", conditions)} order by seq_id desc limit {Add(take + 1)}) newest) page
            where coalesce(before, 0) < {LargestContent} order by seq_id desc limit {Add(take)}
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<AuditEntry>();
        var found = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            found = reader.GetInt64(5);
            var line = new EventLine(
                reader.GetString(1), reader.GetInt64(2), AuditReader.TypeName(reader.GetString(3)), JsonElement.Parse(reader.GetString(4)));
            entries.Add(new AuditEntry(
                reader.GetInt64(0), line.Stream, line.Position, line.Type, line.Text("by"), At(line), line.Text("previous"), line.Hash(), line.Content));
        }

        return new AuditPage([.. entries], entries.Count < found ? entries[^1].Number : null);
    }

    private static DateTimeOffset At(EventLine line) =>
        DateTimeOffset.TryParse(line.Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : default;
}
