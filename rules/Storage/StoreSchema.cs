using JasperFx;
using Marten;
using Npgsql;

namespace Policy.Rules.Storage;

/// <summary>The database schema: what Marten keeps, and the store's own tables.</summary>
internal static class StoreSchema
{
    /// <summary>Name of the schema.</summary>
    public const string Name = "policy";

    private const string OwnTables = """
        create table if not exists policy.declaration_numbers (
            declaration_no text primary key,
            content_hash text not null,
            decision_id text not null,
            decided_at timestamptz not null);

        create table if not exists policy.decisions (
            decision_id text not null,
            declaration_no text not null,
            zone text not null,
            declared_at timestamptz not null,
            decided_at timestamptz not null,
            content_hash text not null,
            release_number int not null,
            release_hash text not null,
            facts text not null,
            decision text not null,
            outcome text not null,
            channel text not null,
            rows text[] not null
        ) partition by range (decided_at);
        create index if not exists decisions_newest on policy.decisions (decided_at, decision_id);
        create index if not exists decisions_by_zone on policy.decisions (zone, decided_at, decision_id);
        create index if not exists decisions_by_row on policy.decisions using gin (rows);

        create table if not exists policy.day_keys (
            day date primary key,
            sealed_key text not null,
            commitment text not null,
            prepared_at timestamptz not null);

        create table if not exists policy.enterprises (
            code text primary key,
            json text not null,
            changed_at timestamptz not null);
        create index if not exists enterprises_changed on policy.enterprises (changed_at);
        """;

    /// <summary>Brings the database up to date; several hosts may start at once.</summary>
    public static async Task Apply(IDocumentStore store, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var held = await AdvisoryLock.Acquire(source, AdvisoryLock.Schema, cancellation);
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await using var command = source.CreateCommand(OwnTables);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
