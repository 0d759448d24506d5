using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Policy.Rules.Audit;

namespace Policy.Rules.Decisions;

/// <summary>Something that people have to look into.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What kind of thing, for example <c>replay</c>.</param>
/// <param name="Subject">What it is about, for example a declaration number.</param>
/// <param name="Content">Both sides of it, as JSON.</param>
/// <param name="RaisedAt">When it was found.</param>
/// <param name="ClosedBy">Who looked into it; null while it is open.</param>
/// <param name="ClosedAt">When; null while it is open.</param>
/// <param name="Comment">What he found; null while it is open.</param>
public sealed record Alert(
    long Id,
    string Kind,
    string Subject,
    JsonElement Content,
    DateTimeOffset RaisedAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt,
    string? Comment);

/// <summary>The alerts. There is one open alert for a kind and subject, however often it is raised.</summary>
public sealed class Alerts
{
    private readonly NpgsqlDataSource _source;
    private readonly AuditTrail _trail;
    private readonly TimeProvider _clock;

    internal Alerts(NpgsqlDataSource source, AuditTrail trail, TimeProvider clock) => (_source, _trail, _clock) = (source, trail, clock);

    /// <summary>Raises an alert; false when it is open already.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="content">JSON with both sides.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<bool> Raise(string kind, string subject, string content, CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand(
            "insert into policy.alerts (kind, subject, content, raised_at) values ($1, $2, $3, $4) on conflict do nothing");
        command.Parameters.Add(new() { Value = kind });
        command.Parameters.Add(new() { Value = subject });
        command.Parameters.Add(new() { Value = content });
        command.Parameters.Add(new() { Value = _clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>How many are open.</summary>
    public async Task<long> OpenCount(CancellationToken cancellation)
    {
        await using var command = _source.CreateCommand("select count(*) from policy.alerts where closed_at is null");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Alerts, newest first.</summary>
    /// <param name="open">True: open ones; false: closed ones; null: all.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ImmutableArray<Alert>> List(bool? open, int take, CancellationToken cancellation)
    {
        var filter = open switch { true => "where closed_at is null", false => "where closed_at is not null", null => "" };
        await using var command = _source.CreateCommand(string.Create(
            CultureInfo.InvariantCulture,
            $"select id, kind, subject, content, raised_at, closed_by, closed_at, comment from policy.alerts {filter} order by id desc limit {take}"));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var alerts = ImmutableArray.CreateBuilder<Alert>();
        while (await reader.ReadAsync(cancellation))
        {
            alerts.Add(new Alert(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                JsonElement.Parse(reader.GetString(3)),
                reader.GetFieldValue<DateTimeOffset>(4),
                reader.IsDBNull(5) ? null : reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                reader.IsDBNull(7) ? null : reader.GetString(7)));
        }

        return alerts.ToImmutable();
    }

    /// <summary>Closes an alert that was looked into, in one transaction with the audited event that says so. Refused:
    /// <c>unknown-alert</c>, <c>no-reason</c>, <c>invalid-text</c>, <c>role</c> unless operator or administrator.</summary>
    public async Task<Result<long>> Close(long id, string comment, Actor by, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Role is not (Role.Operator or Role.Administrator)) return Refusals.Role(by, Role.Operator);
        if (string.IsNullOrWhiteSpace(comment)) return Refusals.NoReason;
        if (!Comments.IsComment(comment)) return Refusals.InvalidText;
        var closed = await _trail.Append(
            async (connection, _) =>
            {
                var now = _clock.GetUtcNow();
                await using var command = new NpgsqlCommand(
                    "update policy.alerts set closed_by = $2, closed_at = $3, comment = $4 where id = $1 and closed_at is null returning kind, subject",
                    connection);
                command.Parameters.Add(new() { Value = id });
                command.Parameters.Add(new() { Value = by.Name });
                command.Parameters.Add(new() { Value = now });
                command.Parameters.Add(new() { Value = comment });
                await using var alert = await command.ExecuteReaderAsync(cancellation);
                return await alert.ReadAsync(cancellation)
                    ? [new AlertClosed(id, alert.GetString(0), alert.GetString(1), comment, by.Name, now)]
                    : [];
            },
            cancellation);
        return closed.IsEmpty ? Refusals.UnknownAlert(id) : id;
    }
}
