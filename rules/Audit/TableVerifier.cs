using System.Globalization;
using System.Text.Json;
using Npgsql;
using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Security;
using Policy.Rules.Storage;
using Policy.Rules.Trials;

namespace Policy.Rules.Audit;

/// <summary>Checks that the tables beside the events hold what the events say: states, versions, releases, streams, numbers
/// and day keys. Sees the events first, then compares.</summary>
internal sealed class TableVerifier(AuditFindings findings, PersonalFields fields)
{
    private readonly Dictionary<string, string> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _zones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _audit = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _releases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTrial> _trials = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, DayKeyCommitted> _dayKeys = [];
    private readonly HashSet<DateOnly> _revealed = [];
    private string _stream = "";
    private object? _state;

    /// <summary>Takes in a line.</summary>
    public void See(AuditLine line)
    {
        if (line is EventLine next) See(next);
        if (line is DecisionLine { Record: var record }
            && !fields.AreIntact(record.Facts, record.ContentHash, record.DeclarationNo))
        {
            findings.Add("decision-changed", $"decisions/{record.DeclarationNo}", "密封的个人信息无法打开，或与其承诺不符：已被改动。",
                "A sealed personal field does not open, or is not the one that was committed to: it was changed.");
        }
    }

    /// <summary>Compares the tables with what the events said.</summary>
    public async Task Compare(NpgsqlConnection connection, CancellationToken cancellation)
    {
        EndStream();
        await Compare<PolicyState>(connection, "policystate", "states", _policies, CanonicalJson.Of, cancellation);
        await Compare<ZoneState>(connection, "zonestate", "states", _zones, CanonicalJson.Of, cancellation);
        await Compare<AuditState>(connection, "auditstate", "states", _audit, CanonicalJson.Of, cancellation);
        await Compare<PolicyVersion>(connection, "policyversion", "versions", _versions, VersionText, cancellation);
        await Compare<Release>(connection, "release", "releases", _releases, CanonicalJson.Of, cancellation);
        var trials = _trials.ToDictionary(t => t.Key, t => ContentHash.Of(CanonicalJson.Of(t.Value)), StringComparer.Ordinal);
        await Compare<StoredTrial>(connection, "storedtrial", "trials", trials, CanonicalJson.Of, cancellation);
        await CompareDayKeys(connection, cancellation);
        foreach (var check in TableChecks.All) await Run(connection, check, cancellation);
    }

    private void See(EventLine line)
    {
        if (line.Stream != _stream) EndStream();
        _stream = line.Stream;
        if (line.Read() is not { } next) return;
        if (next is VersionApproved approved && _state is PolicyState policy)
        {
            var version = ApproveDraft.Version(policy, "", approved);
            _versions[version.Id] = ContentHash.Of(VersionText(version));
        }

        if (next is ReleaseMade made) _releases[made.Release.Id] = ContentHash.Of(CanonicalJson.Of(made.Release));
        if (next is TrialStarted started) _trials[started.Trial.Id] = started.Trial;
        if (next is TrialEnded ended && _trials.TryGetValue(StoredTrial.IdOf(line.Stream, ended.Number), out var trial))
            _trials[trial.Id] = trial.After(ended);
        if (next is DayKeyCommitted committed) _dayKeys[committed.Day] = committed;
        if (next is DayKeyRevealed revealed) _revealed.Add(revealed.Day);
        _state = Fold(line.Stream, next);
    }

    // Events that make no sense one after another were found before; there is no state to compare then.
    private object? Fold(string stream, AuditedEvent next)
    {
        try
        {
            return (_state, next) switch
            {
                (_, PolicyCreated created) => PolicyState.Begin(created.Zone, created.Key).After(created),
                (_, ZoneAdded added) => ZoneState.Begin(added),
                (PolicyState policy, _) => policy.After(next),
                (ZoneState zone, _) => zone.After(next),
                (AuditState audit, _) => audit.After(next),
                (null, _) when stream == AuditState.Stream => AuditState.Empty.After(next),
                _ => _state,
            };
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private void EndStream()
    {
        if (_state is PolicyState policy) _policies[_stream] = ContentHash.Of(CanonicalJson.Of(policy));
        if (_state is ZoneState zone) _zones[_stream] = ContentHash.Of(CanonicalJson.Of(zone));
        if (_state is AuditState audit) _audit[_stream] = ContentHash.Of(CanonicalJson.Of(audit));
        _state = null;
    }

    // What the event says of a version; the text itself is checked by its hash.
    private static string VersionText(PolicyVersion version)
    {
        var hash = version.Json.Length == 0 || ContentHash.Of(version.Json) == version.Hash ? version.Hash : "";
        return CanonicalJson.Of(version with { Json = "", Hash = hash });
    }

    private async Task Compare<T>(
        NpgsqlConnection connection, string table, string place, Dictionary<string, string> expected, Func<T, string> text,
        CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select id, data::text from policy.mt_doc_{table} order by id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetString(0);
            if (!expected.Remove(id, out var known))
                findings.Add("row-added", $"{place}/{id}", $"没有事件产生表 {table} 的这一行：它是插入的。", $"No event made this row of table {table}: it was put in.");
            else if (Text(reader.GetString(1), text) is not { } found || ContentHash.Of(found) != known)
                findings.Add("row-changed", $"{place}/{id}", $"表 {table} 的这一行与事件不符：已被改动。", $"This row of table {table} is not what the events say: it was changed.");
        }

        foreach (var id in expected.Keys.Order(StringComparer.Ordinal))
            findings.Add("row-missing", $"{place}/{id}", $"表 {table} 的这一行已被删除。", $"This row of table {table} was deleted.");
    }

    private static string? Text<T>(string json, Func<T, string> text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, StoreJson.Options) is { } row ? text(row) : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NullReferenceException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task CompareDayKeys(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select day, sealed_key, commitment, prepared_at, revealed_at is not null from policy.day_keys order by day", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var day = reader.GetFieldValue<DateOnly>(0);
            var place = string.Create(CultureInfo.InvariantCulture, $"day-keys/{day:yyyy-MM-dd}");
            var commitment = reader.GetString(2);
            if (!_dayKeys.Remove(day, out var committed))
                findings.Add("row-added", place, "没有事件产生此抽检密钥：它是插入的。", "No event made this day key: it was put in.");
            else if (commitment != committed.Commitment || reader.GetFieldValue<DateTimeOffset>(3) != committed.At
                || reader.GetBoolean(4) != _revealed.Contains(day)
                || !DayKeys.IsCommitted(fields, day, reader.GetString(1), commitment))
                findings.Add("row-changed", place, "抽检密钥与事先的承诺不符：已被改动。", "The day key is not the one that was fixed: it was changed.");
        }

        foreach (var day in _dayKeys.Keys.Order())
            findings.Add("row-missing", string.Create(CultureInfo.InvariantCulture, $"day-keys/{day:yyyy-MM-dd}"), "抽检密钥已被删除。", "The day key was deleted.");
    }

    private async Task Run(NpgsqlConnection connection, TableCheck check, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(check.Sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) findings.Add(check.Code, reader.GetString(0), check.ZhCn, check.En);
    }
}
