using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Policy.Rules.Releases;
using Policy.Rules.Storage;

namespace Policy.Rules.Decisions;

/// <summary>What a night's replay found.</summary>
/// <param name="Night">The day (UTC+8) on which it ran.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Replayed">Decisions decided again.</param>
/// <param name="Different">Of these, how many came out otherwise; each is an alert.</param>
/// <param name="NotReplayable">Decisions whose personal fields were erased.</param>
public sealed record ReplayRun(DateOnly Night, DateTimeOffset FinishedAt, long Replayed, long Different, long NotReplayable);

/// <summary>Decides a random share of all recorded decisions again, once a night across all hosts. A night that was broken off
/// is begun again; a difference is an alert, once.</summary>
public sealed class NightlyReplay
{
    /// <summary>Kind of its alerts.</summary>
    public const string AlertKind = "replay";

    private static readonly JsonSerializerOptions Relaxed = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly NpgsqlDataSource _source;
    private readonly ActiveReleases _releases;
    private readonly DecisionLog _log;
    private readonly Alerts _alerts;
    private readonly TimeProvider _clock;

    internal NightlyReplay(NpgsqlDataSource source, ActiveReleases releases, DecisionLog log, Alerts alerts, TimeProvider clock) =>
        (_source, _releases, _log, _alerts, _clock) = (source, releases, log, alerts, clock);

    /// <summary>Replays; null when the night was replayed already, or another host is at it.</summary>
    /// <param name="night">The day (UTC+8) it counts for.</param>
    /// <param name="share">Share of all decisions, above 0 and at most 1; they are drawn by blocks of the table.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async Task<ReplayRun?> Run(DateOnly night, decimal share, CancellationToken cancellation)
    {
        await using var turn = await AdvisoryLock.TryAcquire(_source, AdvisoryLock.Replay, cancellation);
        if (turn is null || await Last(night, cancellation) is not null) return null;
        var (replayed, different, erased) = (0L, 0L, 0L);
        await foreach (var record in Sample(share, cancellation))
        {
            if (Replay.IsErased(record))
            {
                erased++;
                continue;
            }

            replayed++;
            var result = await Again(record, cancellation);
            if (result.Same) continue;
            different++;
            await _alerts.Raise(AlertKind, record.DeclarationNo, Content(record, result), cancellation);
        }

        return await Store(new ReplayRun(night, _clock.GetUtcNow(), replayed, different, erased), cancellation);
    }

    /// <summary>The newest run; null when there is none.</summary>
    public Task<ReplayRun?> Last(CancellationToken cancellation) => Last(null, cancellation);

    private async Task<Replayed> Again(DecisionRecord record, CancellationToken cancellation)
    {
        try
        {
            return await _releases.Find(record, cancellation) is { } release
                ? Replay.Of(_log.Open(record), release)
                : Nothing(record, "The release that decided is gone.");
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return Nothing(record, "The recorded facts cannot be read.");
        }
    }

    private static Replayed Nothing(DecisionRecord record, string why) =>
        new(false, [new ReplayDifference("", record.Decision, JsonSerializer.Serialize(why))], record.EngineBuild);

    private static string Content(DecisionRecord record, Replayed result) => JsonSerializer.Serialize(
        new
        {
            record.DeclarationNo,
            record.Zone,
            Release = record.ReleaseNumber,
            RecordedBuild = record.EngineBuild,
            Build = EngineBuild.Current,
            Differences = result.Differences.Select(d => new { d.Pointer, Recorded = Json(d.Recorded), Now = Json(d.Now) }),
        },
        Relaxed);

    private static JsonElement? Json(string? text)
    {
        if (text is null) return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    private async IAsyncEnumerable<DecisionRecord> Sample(decimal share, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(string.Create(
            CultureInfo.InvariantCulture,
            $"select {DecisionTable.Columns} from policy.decisions tablesample system ({Math.Clamp(share, 0, 1) * 100})"));
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) yield return DecisionTable.Record(reader);
    }

    private async Task<ReplayRun?> Last(DateOnly? night, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            "select night, finished_at, replayed, different, not_replayable from policy.replays "
            + "where night = coalesce($1, night) order by night desc limit 1");
        command.Parameters.Add(new() { Value = (object?)night ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new ReplayRun(
                reader.GetFieldValue<DateOnly>(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4))
            : null;
    }

    private async Task<ReplayRun> Store(ReplayRun run, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            "insert into policy.replays (night, finished_at, replayed, different, not_replayable) values ($1, $2, $3, $4, $5)");
        command.Parameters.Add(new() { Value = run.Night });
        command.Parameters.Add(new() { Value = run.FinishedAt });
        command.Parameters.Add(new() { Value = run.Replayed });
        command.Parameters.Add(new() { Value = run.Different });
        command.Parameters.Add(new() { Value = run.NotReplayable });
        await command.ExecuteNonQueryAsync(cancellation);
        return run;
    }
}
