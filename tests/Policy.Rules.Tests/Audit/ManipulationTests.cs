using static Policy.Rules.Tests.Audit.AuditSteps;

namespace Policy.Rules.Tests.Audit;

/// <summary>Whatever is done to the database by hand is found, and where.</summary>
public sealed class ManipulationTests(AuditScenario scenario) : IClassFixture<AuditScenario>
{
    private const string Channel = "national/channel-thresholds";

    /// <summary>SQL by hand, the code and the place of what is found.</summary>
    public static TheoryData<string, string, string> Manipulations => new()
    {
        // Events: change, delete, insert, reorder.
        { $"update policy.mt_events set data = jsonb_set(data, '{{by}}', '\"nobody\"') where stream_id = '{Channel}' and version = 3", "event-changed", $"events/{Channel}/3" },
        { $"update policy.mt_events set data = jsonb_set(data, '{{comment}}', '\"x\"') where stream_id = '{Channel}' and version = 4", "event-changed", $"events/{Channel}/4" },
        { $"update policy.mt_events set data = data - 'by' where stream_id = '{Channel}' and version = 1", "event-changed", $"events/{Channel}/1" },
        { $"update policy.mt_events set mt_dotnet_type = 'Policy.Rules.Policies.DraftRejected, Policy.Rules', type = 'draft_rejected' where stream_id = '{Channel}' and version = 3", "event-changed", $"events/{Channel}/3" },
        { $"update policy.mt_events set type = 'draft_rejected' where stream_id = '{Channel}' and version = 3", "event-changed", $"events/{Channel}/3" },
        { $"update policy.mt_events set is_archived = true where stream_id = '{Channel}' and version = 2", "event-changed", $"events/{Channel}/2" },
        { $"update policy.mt_events set seq_id = 1000000 where stream_id = '{Channel}' and version = 2", "event-changed", $"events/{Channel}/3" },
        { $"delete from policy.mt_events where stream_id = '{Channel}' and version = 2", "event-missing", $"events/{Channel}/2" },
        { $"delete from policy.mt_events where stream_id = '{Channel}' and version = 4", "event-missing", $"events/{Channel}/4" },
        { $"delete from policy.mt_events where stream_id = '{Channel}'", "event-missing", $"events/{Channel}/1" },
        { "delete from policy.mt_events where stream_id = 'zhangjiagang'", "event-missing", "events/zhangjiagang/1" },
        { $"insert into policy.mt_events select (jsonb_populate_record(e, jsonb_build_object('seq_id', 1000001, 'id', gen_random_uuid(), 'version', 5))).* from policy.mt_events e where stream_id = '{Channel}' and version = 4", "event-changed", $"events/{Channel}/4" },
        { $"update policy.mt_events set version = case version when 2 then -3 else -2 end where stream_id = '{Channel}' and version in (2, 3); update policy.mt_events set version = -version where stream_id = '{Channel}' and version < 0", "event-changed", $"events/{Channel}/1" },
        { $"update policy.mt_streams set version = 9 where id = '{Channel}'", "stream-changed", $"streams/{Channel}" },
        { "insert into policy.mt_streams (id, type, version) values ('national/other', 'x', 1)", "stream-changed", "streams/national/other" },

        // The platform's own stream: checkpoints and keys.
        { "update policy.mt_events set data = jsonb_set(data, '{signature}', '\"\"') where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '2'", "signature-missing", "checkpoints/2" },
        { "update policy.mt_events set data = data - 'signature' where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '3'", "signature-missing", "checkpoints/3" },
        { "update policy.mt_events e set data = jsonb_set(data, '{signature}', (select data -> 'signature' from policy.mt_events where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '1')) where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '2'", "signature-wrong", "checkpoints/2" },
        { "update policy.mt_events set data = jsonb_set(data, '{by}', '\"nobody\"') where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '3'", "signature-wrong", "checkpoints/3" },
        { "update policy.mt_events set data = jsonb_set(data, '{keyId}', '\"0123456789abcdef\"') where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '2'", "key-wrong", "checkpoints/2" },
        { "delete from policy.mt_events where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '2'", "checkpoint-missing", "checkpoints/2" },
        { "delete from policy.mt_events where stream_id = 'audit' and data ? 'batches' and data ->> 'number' = '3'", "checkpoint-missing", "checkpoints/3" },
        { "delete from policy.mt_events where stream_id = 'audit'", "checkpoint-missing", "checkpoints/3" },

        // States, versions, releases, documents.
        { $"update policy.mt_doc_policystate set data = jsonb_set(data, '{{versions}}', '2') where id = '{Channel}'", "row-changed", $"states/{Channel}" },
        { $"delete from policy.mt_doc_policystate where id = '{Channel}'", "row-missing", $"states/{Channel}" },
        { $"insert into policy.mt_doc_policystate select (jsonb_populate_record(s, '{{\"id\":\"national/other\"}}')).* from policy.mt_doc_policystate s where id = '{Channel}'", "row-added", "states/national/other" },
        { "update policy.mt_doc_zonestate set data = jsonb_set(data, '{releases}', '1') where id = 'hangzhou'", "row-changed", "states/hangzhou" },
        { "delete from policy.mt_doc_zonestate where id = 'hangzhou'", "row-missing", "states/hangzhou" },
        { "update policy.mt_doc_auditstate set data = jsonb_set(data, '{checkpoints}', '1')", "row-changed", "states/audit" },
        { $"update policy.mt_doc_policyversion set data = jsonb_set(data, '{{json}}', to_jsonb(replace(data ->> 'json', '1000', '2000'))) where id = '{Channel}/1'", "row-changed", $"versions/{Channel}/1" },
        { $"update policy.mt_doc_policyversion set data = jsonb_set(data, '{{approvedBy}}', '\"nobody\"') where id = '{Channel}/1'", "row-changed", $"versions/{Channel}/1" },
        { $"delete from policy.mt_doc_policyversion where id = '{Channel}/1'", "row-missing", $"versions/{Channel}/1" },
        { $"insert into policy.mt_doc_policyversion select (jsonb_populate_record(v, '{{\"id\":\"{Channel}/2\"}}')).* from policy.mt_doc_policyversion v where id = '{Channel}/1'", "row-added", $"versions/{Channel}/2" },
        { "update policy.mt_doc_release set data = jsonb_set(data, '{effectiveFrom}', '\"2021-01-01T00:00:00+08:00\"') where id = 'hangzhou/1'", "row-changed", "releases/hangzhou/1" },
        { "update policy.mt_doc_release set id = case id when 'hangzhou/1' then 'x' else 'hangzhou/1' end where id in ('hangzhou/1', 'hangzhou/2'); update policy.mt_doc_release set id = 'hangzhou/2' where id = 'x'", "row-changed", "releases/hangzhou/2" },
        { "delete from policy.mt_doc_release where id = 'hangzhou/2'", "row-missing", "releases/hangzhou/2" },
        { "insert into policy.mt_doc_release select (jsonb_populate_record(r, '{\"id\":\"hangzhou/9\"}')).* from policy.mt_doc_release r where id = 'hangzhou/1'", "row-added", "releases/hangzhou/9" },

        // Decisions: change of every kind of column, delete, insert, reorder.
        { "update policy.decisions set outcome = 'release' where declaration_no = 'N6'", "decision-changed", "decisions/N6" },
        { "update policy.decisions set decision = replace(decision, 'red', 'green') where declaration_no = 'N5'", "decision-changed", "decisions/N5" },
        { "update policy.decisions set facts = replace(facts, '3000', '300') where declaration_no = 'N6'", "decision-changed", "decisions/N6" },
        { "update policy.decisions set facts = facts || ' ' where declaration_no = 'N6'", "decision-changed", "decisions/N6" },
        { "update policy.decisions set facts = '{' where declaration_no = 'N6'", "decision-changed", "decisions/N6" },
        { "update policy.decisions set facts = overlay(facts placing 'AAAA' from position('sealed:1:' in facts) + 9 for 4) where declaration_no = 'N6'", "decision-changed", "decisions/N6" },
        { "update policy.decisions set decided_at = decided_at + interval '1 second' where declaration_no = 'N1'", "decision-changed", "decisions/N1" },
        { "update policy.decisions set rows = '{}' where declaration_no = 'N1'", "decision-changed", "decisions/N1" },
        { "update policy.decisions set engine_build = 'other' where declaration_no = 'N1'", "decision-changed", "decisions/N1" },
        { "update policy.decisions set release_number = 2 where declaration_no = 'N1'", "decision-changed", "decisions/N1" },
        { "update policy.decisions set content_hash = 'sha256:other' where declaration_no = 'N1'", "decision-changed", "decisions/N1" },
        { "delete from policy.decisions where declaration_no = 'N12'", "number-changed", "numbers/N12" },
        { "delete from policy.decisions where declaration_no = 'N1'; delete from policy.declaration_numbers where declaration_no = 'N1'", "decision-missing", "batches/1/0" },
        { "insert into policy.decisions select * from policy.decisions where declaration_no = 'N1'", "decision-added", "decisions/N1" },
        { "insert into policy.decisions select (jsonb_populate_record(d, '{\"declaration_no\":\"N99\",\"batch\":999}')).* from policy.decisions d where declaration_no = 'N1'", "decision-added", "decisions/N99" },
        { "update policy.decisions d set batch = o.batch, leaf = o.leaf from policy.decisions o where (d.declaration_no, o.declaration_no) in (('N1', 'N2'), ('N2', 'N1'))", "decision-changed", "decisions/N1" },
        { "update policy.declaration_numbers set decision_id = 'other' where declaration_no = 'N3'", "number-changed", "numbers/N3" },
        { "delete from policy.declaration_numbers where declaration_no = 'N3'", "number-changed", "numbers/N3" },
        { "insert into policy.declaration_numbers select 'N98', content_hash, decision_id, decided_at from policy.declaration_numbers where declaration_no = 'N3'", "number-changed", "numbers/N98" },

        // Batches.
        { "update policy.decision_batches set leaves = set_byte(leaves, 0, (get_byte(leaves, 0) + 1) % 256) where batch = 1", "batch-changed", "batches/1" },
        { "update policy.decision_batches set leaves = '' where batch = 1", "batch-changed", "batches/1" },
        { "delete from policy.decision_batches where batch = 1", "batch-missing", "batches/1" },
        { "delete from policy.decisions where batch = 2; delete from policy.decision_batches where batch = 2; delete from policy.declaration_numbers where declaration_no = 'N2'", "batch-missing", "batches/2" },
        { "update policy.decision_batches set checkpoint = null where batch = 1", "batch-missing", "batches/1" },
        { "update policy.decision_batches set checkpoint = 2 where batch = 1", "batch-added", "batches/1" },
        { "insert into policy.decision_batches (leaves, checkpoint) overriding system value select leaves, 77 from policy.decision_batches where batch = 1", "batch-added", "batches/" },

        // Day keys and what is erased.
        { "update policy.day_keys set commitment = 'sha256:x' where day = '2030-11-11'", "row-changed", "day-keys/2030-11-11" },
        { "update policy.day_keys d set sealed_key = o.sealed_key from policy.day_keys o where d.day = '2030-11-11' and o.day = '2030-11-12'", "row-changed", "day-keys/2030-11-11" },
        { "update policy.day_keys set prepared_at = prepared_at - interval '1 day' where day = '2030-11-12'", "row-changed", "day-keys/2030-11-12" },
        { "delete from policy.day_keys where day = '2030-11-11'", "row-missing", "day-keys/2030-11-11" },
        { "insert into policy.day_keys select '2030-11-20', sealed_key, commitment, prepared_at from policy.day_keys limit 1", "row-added", "day-keys/2030-11-20" },
        { "update policy.decisions set facts = regexp_replace(facts, 'sealed:[^\"]*:([^:\"]*)\"', 'erased:\\1\"', 'g'), content_hash = regexp_replace(content_hash, 'sealed:.*:', 'erased:') where declaration_no = 'N1'; update policy.declaration_numbers set content_hash = regexp_replace(content_hash, 'sealed:.*:', 'erased:') where declaration_no = 'N1'", "erased-without-event", "decisions/N1" },
    };

    [Theory]
    [MemberData(nameof(Manipulations))]
    public async Task It_is_found_and_located(string sql, string code, string place)
    {
        await using var host = await scenario.Copy();
        Assert.True(await host.Sql(sql) > 0, "Nothing was done.");

        var report = await host.Verify();

        if (place.EndsWith('/')) place = report.Findings.FirstOrDefault(f => f.Code == code && f.Place.StartsWith(place, StringComparison.Ordinal))?.Place ?? place;
        AssertFound(report, code, place);
    }

    [Fact]
    public async Task A_document_of_a_release_that_is_changed_deleted_or_put_in_is_found()
    {
        await using var host = await scenario.Copy();
        var id = await host.Scalar<string>("select id from policy.mt_doc_composeddocument where data ->> 'json' like '%0.02%' limit 1");
        await host.Sql($"update policy.mt_doc_composeddocument set data = jsonb_set(data, '{{json}}', to_jsonb(replace(data ->> 'json', '0.02', '0.5'))) where id = '{id}'");
        AssertFound(await host.Verify(), "document-changed", $"documents/{id}");

        await host.Sql($"update policy.mt_doc_composeddocument set id = 'sha256:other' where id = '{id}'");
        var report = await host.Verify();
        AssertFound(report, "document-missing", $"documents/{id}");
        AssertFound(report, "document-added", "documents/sha256:other");
    }

    [Fact]
    public async Task Nothing_is_found_where_nothing_was_done()
    {
        await using var host = await scenario.Copy();

        var report = await host.Verify();

        AssertValid(report);
        Assert.Equal((23L, 3L, 0L, 2), (report.Decisions, report.Checkpoints, report.Unsealed, report.Keys.Length));
        Assert.Equal(report.Events + report.Decisions, report.Checked);
        Assert.Equal(21L, report.Draws);
    }

    [Fact]
    public async Task An_earlier_state_of_the_whole_database_is_found_by_what_was_signed_last()
    {
        await using var host = await scenario.Copy();
        await using var later = await scenario.Copy();
        await later.Active.Refresh(TestContext.Current.CancellationToken);
        await later.Decide("N50", 500);
        await later.Audit.Checkpoint("test", TestContext.Current.CancellationToken);
        AssertValid(await later.Verify());

        await using var back = await host.OtherHost(auditKeys: later.AuditKeys);
        AssertFound(await back.Verify(), "checkpoint-missing", "checkpoints/4");
    }
}
