using System.Globalization;
using System.Text;
using Npgsql;

namespace Policy.Benchmarks.Scale;

/// <summary>Makes of an installed platform one that has been at work for years: policies of 200 versions each, published in 2,000 releases of every
/// zone. Written beside the commands, as those would take hours; of the events only the approvals, and these not chained.</summary>
internal static class GrownStore
{
    /// <summary>The policy that is opened, changed and published.</summary>
    public const string Policy = "scale-250";

    private const int Releases = 2_000;

    // In a release every tenth policy has its next version.
    private const string Fill = """
        create temp table grown on commit drop as
        select 'scale-' || to_char(n, 'FM000') as key, n from generate_series(1, $POLICIES) n;

        create temp table version on commit drop as
        select key, n, v, replace(replace($TEMPLATE, 'scale-000', key), '987654321', (1000 + v)::text) as json from grown, generate_series(1, 200) v;
        alter table version add column hash text;
        update version set hash = 'sha256:' || encode(sha256(convert_to(json, 'UTF8')), 'hex');
        create index on version (key, v);
        analyze grown;
        analyze version;

        insert into policy.mt_doc_composeddocument (id, data)
        select hash, jsonb_build_object('id', hash, 'json', json) from version;

        insert into policy.mt_doc_policyversion (id, data)
        select 'national/' || key || '/' || v, like_this.data || jsonb_build_object(
            'id', 'national/' || key || '/' || v, 'key', key, 'number', v, 'json', json, 'hash', hash)
        from version, (select data from policy.mt_doc_policyversion where id = 'national/clearance/1') like_this;

        insert into policy.mt_streams (id, type, version) select 'national/' || key, 'policy_state', 800 from grown;
        insert into policy.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
        select nextval('policy.mt_events_sequence'), gen_random_uuid(), 'national/' || key, 4 * v, like_this.data || jsonb_build_object('number', v, 'hash', hash),
            'version_approved', now(), like_this.mt_dotnet_type
        from version, (
            select data, mt_dotnet_type from policy.mt_events where stream_id = 'national/clearance' and type = 'version_approved' limit 1) like_this;

        insert into policy.mt_doc_policystate (id, data, mt_version)
        select 'national/' || key, jsonb_build_object(
            'id', 'national/' || key, 'zone', 'national', 'key', key, 'versions', 200, 'comments', 0, 'openComments', '[]'::jsonb, 'length', 800, 'head', 'sha256:'), 800
        from grown;

        create temp table entry on commit drop as
        select r, key, hash, jsonb_build_object('key', key, 'hash', hash, 'layers', jsonb_build_array(jsonb_build_object('zone', 'national', 'version', v))) as data
        from generate_series(1, $RELEASES) r cross join grown
        join version using (key, n) where v = greatest(1, (r + n % 10) / 10);
        create index on entry (r);
        analyze entry;

        insert into policy.mt_doc_release (id, data)
        select zone || '/' || (last + r), release.data || jsonb_build_object(
            'id', zone || '/' || (last + r), 'number', last + r, 'entries', entries, 'cause', case zone when 'national' then 'Published' else 'Inherited' end,
            'hash', 'sha256:' || encode(sha256(convert_to(entries::text, 'UTF8')), 'hex'),
            'effectiveFrom', to_char(timestamp '2026-05-01' + r * interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'),
            'recordedAt', to_char(timestamp '2026-05-01' + r * interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'))
        from (select data ->> 'id' as zone, (data ->> 'releases')::int as last from policy.mt_doc_zonestate) zones
        join policy.mt_doc_release release on release.id = zone || '/' || last
        cross join generate_series(1, $RELEASES) as number (r)
        cross join lateral (
            select jsonb_agg(data order by data ->> 'key' collate "C") as entries from (
                select data from entry where entry.r = number.r
                union all select jsonb_array_elements(release.data -> 'entries')) every) composed;

        update policy.mt_doc_zonestate set data = data || jsonb_build_object(
            'releases', (data ->> 'releases')::int + $RELEASES,
            'activated', (data -> 'activated') || (
                select jsonb_object_agg((data ->> 'releases')::int + r, '2026-10-20T00:00:00+00:00') from generate_series(1, $RELEASES) r));
        """;

    /// <summary>The table that the policies are versions of.</summary>
    public static DecisionTableDocument Table(string key, int limit) => new()
    {
        Key = key,
        Title = new("规模测量", "Measured at scale"),
        Facts = "declaration",
        LegalBasis = "Order 1",
        HitPolicy = HitPolicy.First,
        Inputs = [new("totalValue"), new("direction")],
        Outputs = [new TableOutput { Name = "level", Type = FieldType.Number }],
        Rows =
        [
            new TableRow { Id = "R1", When = [$"> {limit.ToString(CultureInfo.InvariantCulture)}", "-"], Then = ["1"] },
            .. Enumerable.Range(2, 8).Select(i => new TableRow { Id = $"R{i}", When = [$"<= {i * 100}", "\"import\""], Then = [$"{i}"], Note = new("第几档", "A band") }),
            new TableRow { Id = "R10", When = ["-", "-"], Then = ["0"] },
        ],
    };

    /// <summary>Fills a store so that a zone has 500 policies.</summary>
    public static async Task Make(string connectionString)
    {
        var template = Encoding.UTF8.GetString(DocumentJson.Write(Table("scale-000", 987654321)));
        await using var source = NpgsqlDataSource.Create(connectionString + ";Command Timeout=0");
        await using var count = source.CreateCommand("select count(*) from policy.mt_doc_policystate where data ->> 'zone' = 'national'");
        var packs = (long)(await count.ExecuteScalarAsync())!;
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var sql = Fill.Replace("$TEMPLATE", $"'{template.Replace("'", "''", StringComparison.Ordinal)}'", StringComparison.Ordinal)
            .Replace("$POLICIES", (500 - packs).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$RELEASES", Releases.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using (var fill = new NpgsqlCommand(sql, connection)) await fill.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        await using var analyze = source.CreateCommand("vacuum analyze");
        await analyze.ExecuteNonQueryAsync();
    }
}
