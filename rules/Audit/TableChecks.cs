using System.Collections.Immutable;

namespace Policy.Rules.Audit;

/// <summary>A question to the database whose rows are places where something is wrong.</summary>
internal sealed record TableCheck(string Code, string Sql, string ZhCn, string En);

/// <summary>What can be asked of the tables alone.</summary>
internal static class TableChecks
{
    public static ImmutableArray<TableCheck> All { get; } =
    [
        new(
            "event-changed",
            """
            select 'events/' || stream_id || '/' || version from (
                select stream_id, version, seq_id, is_archived, type, mt_dotnet_type,
                    lag(seq_id) over (partition by stream_id order by version) as before
                from policy.mt_events where stream_id <> 'mt_tombstone') e
            where seq_id <= before or is_archived
                or replace(type, '_', '') <> lower(substring(mt_dotnet_type from '([^.,]+),'))
            order by stream_id, version
            """,
            "事件的序号、类型或归档标记已被改动。",
            "The sequence, the type or the archive mark of the event was changed."),
        new(
            "stream-changed",
            """
            select 'streams/' || coalesce(s.id, e.stream_id) from policy.mt_streams s
            full join (select stream_id, max(version) as version from policy.mt_events group by stream_id) e on e.stream_id = s.id
            where (s.id is null or e.stream_id is null or s.version <> e.version or s.is_archived)
                and coalesce(s.id, e.stream_id) <> 'mt_tombstone'
            order by 1
            """,
            "表 mt_streams 与事件不符。",
            "The table mt_streams is not what the events say."),
        new(
            "decision-added",
            """
            select 'decisions/' || declaration_no from policy.decisions d
            where not exists (select 1 from policy.decision_batches b where b.batch = d.batch) order by 1
            """,
            "此决定不属于任何一批：它是插入的，或其批次已被删除。",
            "The decision is in no batch: it was put in, or its batch was deleted."),
        new(
            "number-changed",
            """
            select 'numbers/' || coalesce(n.declaration_no, d.declaration_no) from policy.declaration_numbers n
            full join policy.decisions d on d.declaration_no = n.declaration_no
            where n.declaration_no is null or d.declaration_no is null or n.decision_id <> d.decision_id
                or n.decided_at <> d.decided_at or n.content_hash <> d.content_hash
            order by 1
            """,
            "表 declaration_numbers 与决定不符：其中一方已被改动、删除或插入。",
            "The table declaration_numbers is not what the decisions say: a row of one of them was changed, deleted or put in."),
    ];
}
