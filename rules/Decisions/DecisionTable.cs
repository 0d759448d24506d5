using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Policy.Rules.Decisions;

/// <summary>The tables of the decision log: <c>decisions</c>, and <c>declaration_numbers</c>, which keeps numbers unique
/// across the day partitions.</summary>
internal sealed class DecisionTable(NpgsqlDataSource source)
{
    /// <summary>Decisions on a page, at most.</summary>
    public const int LargestPage = 500;

    // The time of every pilot zone: the database keeps instants without their offset.
    private static readonly TimeSpan ZoneTime = TimeSpan.FromHours(8);

    internal const string Columns = """
        decision_id, declaration_no, zone, declared_at, decided_at, content_hash,
        release_number, release_hash, facts, decision, outcome, channel, rows, engine_build, trial
        """;

    private readonly DecisionPartitions _partitions = new(source);

    /// <summary>Records those decisions, of distinct numbers, whose number is not taken, in one transaction and as one
    /// batch; durable when it returns. The answer has their numbers. Throws <see cref="ReleaseUnknown"/>, and records nothing, when one
    /// was decided by a release that the store does not have.</summary>
    public async Task<HashSet<string>> Insert(IReadOnlyCollection<PendingDecision> decisions, CancellationToken cancellation)
    {
        await _partitions.Ensure(decisions.Select(d => d.Record.DecidedAt), cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var taken = await TakeNumbers(connection, decisions.Select(d => d.Record), cancellation);
        var fresh = decisions.Where(d => taken.Contains(d.Record.DeclarationNo)).ToArray();
        if (fresh.Length > 0) await Copy(connection, await NewBatch(connection, fresh, cancellation), fresh, cancellation);
        await transaction.CommitAsync(cancellation);
        return taken;
    }

    /// <summary>The decision under a number; null when there is none.</summary>
    public async Task<DecisionRecord?> Find(string declarationNo, CancellationToken cancellation) =>
        (await Find([declarationNo], cancellation)).SingleOrDefault();

    /// <summary>The decisions under numbers, in no order; numbers without one are left out.</summary>
    public Task<List<DecisionRecord>> Find(string[] declarationNos, CancellationToken cancellation) => Read(
        $"""
        select {Columns} from policy.decisions join (
            select decision_id, decided_at from policy.declaration_numbers where declaration_no = any($1)
        ) as numbers using (decision_id, decided_at)
        """,
        [new() { Value = declarationNos }],
        cancellation);

    /// <summary>Whether a text could be the <see cref="DecisionPage.Next"/> of a page.</summary>
    public static bool IsPageKey(string text) => PageKey.Parse(text) is not null;

    /// <summary>A page, newest first.</summary>
    public async Task<DecisionPage> Search(DecisionQuery query, CancellationToken cancellation)
    {
        var take = Math.Clamp(query.Take, 1, LargestPage);
        var conditions = new List<string>();
        var parameters = new List<NpgsqlParameter>();
        void Where(string condition, params object[] values)
        {
            conditions.Add(condition);
            parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }));
        }

        string Next(int offset = 1) => string.Create(CultureInfo.InvariantCulture, $"${parameters.Count + offset}");
        if (query.Zone is { } zone) Where($"zone = {Next()}", zone);
        if (query.Outcome is { } outcome) Where($"outcome = {Next()}", outcome);
        if (query.From is { } from) Where($"decided_at >= {Next()}", from.ToUniversalTime());
        if (query.To is { } to) Where($"decided_at < {Next()}", to.ToUniversalTime());
        if (query.Row is { } row) Where($"rows @> array[{Next()}]", row);
        if (query.After is { } after && PageKey.Parse(after) is var (decidedAt, id))
            Where($"(decided_at, decision_id) < ({Next()}, {Next(2)})", decidedAt, id);

        var filter = conditions.Count == 0 ? "" : "where " + string.Join(" and ", conditions);
        parameters.Add(new() { Value = take + 1 });
        var records = await Read(
            $"select {Columns} from policy.decisions {filter} order by decided_at desc, decision_id desc limit {Next(0)}",
            parameters,
            cancellation);
        return records.Count <= take
            ? new DecisionPage([.. records], null)
            : new DecisionPage([.. records[..take]], PageKey.Of(records[take - 1]));
    }

    /// <summary>The facts that a zone decided in a period, as recorded, newest first.</summary>
    public async IAsyncEnumerable<RecordedFacts> Facts(
        string zone, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            select declaration_no, convert_to(facts, 'UTF8') from policy.decisions
            where zone = $1 and decided_at >= $2 and decided_at < $3 order by decided_at desc, decision_id desc
            """);
        foreach (var value in new object[] { zone, from.ToUniversalTime(), to.ToUniversalTime() })
            command.Parameters.Add(new() { Value = value });
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new RecordedFacts(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <summary>How many decisions a zone made in a period.</summary>
    public async Task<int> Count(string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select count(*) from policy.decisions where zone = $1 and decided_at >= $2 and decided_at < $3");
        foreach (var value in new object[] { zone, from.ToUniversalTime(), to.ToUniversalTime() })
            command.Parameters.Add(new() { Value = value });
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    // In one order on every host, so that two batches never wait for one another.
    private static async Task<HashSet<string>> TakeNumbers(
        NpgsqlConnection connection, IEnumerable<DecisionRecord> records, CancellationToken cancellation)
    {
        var sorted = records.OrderBy(r => r.DeclarationNo, StringComparer.Ordinal).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local synchronous_commit = on"));
        batch.BatchCommands.Add(UnknownReleases(sorted));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into policy.declaration_numbers (declaration_no, content_hash, decision_id, decided_at)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
            on conflict do nothing
            returning declaration_no
            """)
        {
            Parameters =
            {
                new() { Value = sorted.Select(r => r.DeclarationNo).ToArray() },
                new() { Value = sorted.Select(r => r.ContentHash).ToArray() },
                new() { Value = sorted.Select(r => r.DecisionId).ToArray() },
                new() { Value = sorted.Select(r => r.DecidedAt.ToUniversalTime()).ToArray() },
            },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if (await reader.ReadAsync(cancellation)) throw new ReleaseUnknown(reader.GetString(0), reader.GetInt32(1));
        await reader.NextResultAsync(cancellation);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation)) taken.Add(reader.GetString(0));
        return taken;
    }

    // By the index of releases, whose documents are then not read; candidates of trials are in their trials.
    private static NpgsqlBatchCommand UnknownReleases(DecisionRecord[] records)
    {
        var releases = records.Select(r => (r.Zone, r.ReleaseNumber, r.ReleaseHash, r.Trial)).Distinct().ToArray();
        return new NpgsqlBatchCommand("""
            select zone, number from unnest($1::text[], $2::int[], $3::text[], $4::int[]) as decided (zone, number, hash, trial)
            where case when trial is null
                then not exists (
                    select 1 from policy.mt_doc_release
                    where data ->> 'zone' = zone and cast(data ->> 'number' as integer) = number and data ->> 'hash' = hash)
                else not exists (
                    select 1 from policy.mt_doc_storedtrial
                    where data ->> 'zone' = zone and cast(data ->> 'number' as integer) = trial and data -> 'candidate' ->> 'hash' = hash)
                end
            """)
        {
            Parameters =
            {
                new() { Value = releases.Select(r => r.Zone).ToArray() },
                new() { Value = releases.Select(r => r.ReleaseNumber).ToArray() },
                new() { Value = releases.Select(r => r.ReleaseHash).ToArray() },
                new() { Value = releases.Select(r => r.Trial).ToArray() },
            },
        };
    }

    // The batch keeps the leaves of its Merkle tree; a checkpoint takes its root into the audit chain.
    private static async Task<long> NewBatch(
        NpgsqlConnection connection, PendingDecision[] decisions, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into policy.decision_batches (leaves) values ($1) returning batch", connection);
        command.Parameters.Add(new() { Value = decisions.SelectMany(d => d.Leaf).ToArray() });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task Copy(
        NpgsqlConnection connection, long batch, PendingDecision[] decisions, CancellationToken cancellation)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy policy.decisions ({Columns}, batch, leaf) from stdin (format binary)", cancellation);
        foreach (var (leaf, decision) in decisions.Index())
        {
            var record = decision.Record;
            await writer.StartRowAsync(cancellation);
            await writer.WriteAsync(record.DecisionId, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.DeclarationNo, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Zone, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.DeclaredAt.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellation);
            await writer.WriteAsync(record.DecidedAt.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellation);
            await writer.WriteAsync(record.ContentHash, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.ReleaseNumber, NpgsqlDbType.Integer, cancellation);
            await writer.WriteAsync(record.ReleaseHash, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Facts, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Decision, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Outcome, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Channel, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Rows.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.EngineBuild, NpgsqlDbType.Text, cancellation);
            await writer.WriteAsync(record.Trial ?? 0, NpgsqlDbType.Integer, cancellation);
            await writer.WriteAsync(batch, NpgsqlDbType.Bigint, cancellation);
            await writer.WriteAsync(leaf, NpgsqlDbType.Integer, cancellation);
        }

        await writer.CompleteAsync(cancellation);
    }

    private async Task<List<DecisionRecord>> Read(
        string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var records = new List<DecisionRecord>();
        while (await reader.ReadAsync(cancellation)) records.Add(Record(reader));
        return records;
    }

    /// <summary>The record of a row that begins with <see cref="Columns"/>.</summary>
    internal static DecisionRecord Record(NpgsqlDataReader reader) => new()
    {
        DecisionId = reader.GetString(0),
        DeclarationNo = reader.GetString(1),
        Zone = reader.GetString(2),
        DeclaredAt = reader.GetFieldValue<DateTimeOffset>(3).ToOffset(ZoneTime),
        DecidedAt = reader.GetFieldValue<DateTimeOffset>(4).ToOffset(ZoneTime),
        ContentHash = reader.GetString(5),
        ReleaseNumber = reader.GetInt32(6),
        ReleaseHash = reader.GetString(7),
        Facts = reader.GetString(8),
        Decision = reader.GetString(9),
        Outcome = reader.GetString(10),
        Channel = reader.GetString(11),
        Rows = [.. reader.GetFieldValue<string[]>(12)],
        EngineBuild = reader.GetString(13),
        Trial = reader.GetInt32(14) is > 0 and var trial ? trial : null,
    };

    /// <summary>Where a page ended, as an opaque text.</summary>
    private static class PageKey
    {
        public static string Of(DecisionRecord last) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{last.DecidedAt.UtcTicks} {last.DecisionId}")))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

        /// <summary>Null for a text that no page gave.</summary>
        public static (DateTimeOffset DecidedAt, string DecisionId)? Parse(string text)
        {
            var base64 = text.Replace('-', '+').Replace('_', '/');
            var bytes = new byte[base64.Length];
            if (!Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), bytes, out var length)) return null;
            var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(' ', 2);
            return parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.UtcTicks
                && !parts[1].Contains('\0', StringComparison.Ordinal)
                ? (new DateTimeOffset(ticks, TimeSpan.Zero), parts[1])
                : null;
        }
    }
}
