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
            rows text[] not null,
            engine_build text not null,
            batch bigint not null,
            leaf int not null,
            trial int not null default 0
        ) partition by range (decided_at);
        alter table policy.decisions add column if not exists engine_build text not null default '';
        alter table policy.decisions add column if not exists batch bigint not null default 0;
        alter table policy.decisions add column if not exists leaf int not null default 0;
        alter table policy.decisions add column if not exists trial int not null default 0;
        create index if not exists decisions_newest on policy.decisions (decided_at, decision_id);
        create index if not exists decisions_by_zone on policy.decisions (zone, decided_at, decision_id);
        create index if not exists decisions_by_row on policy.decisions using gin (rows);
        create index if not exists decisions_by_batch on policy.decisions (batch, leaf);

        create table if not exists policy.decision_batches (
            batch bigint generated always as identity primary key,
            leaves bytea not null,
            checkpoint bigint null);
        create index if not exists decision_batches_by_checkpoint on policy.decision_batches (checkpoint, batch);

        create table if not exists policy.day_keys (
            day date primary key,
            sealed_key text not null,
            commitment text not null,
            prepared_at timestamptz not null,
            revealed_at timestamptz null);
        alter table policy.day_keys add column if not exists revealed_at timestamptz null;

        create table if not exists policy.alerts (
            id bigint generated always as identity primary key,
            kind text not null,
            subject text not null,
            content text not null,
            raised_at timestamptz not null,
            closed_by text null,
            closed_at timestamptz null,
            comment text null);
        create unique index if not exists alerts_open on policy.alerts (kind, subject) where closed_at is null;

        create table if not exists policy.replays (
            night date primary key,
            finished_at timestamptz not null,
            replayed bigint not null,
            different bigint not null,
            not_replayable bigint not null);

        create table if not exists policy.trial_counts (
            zone text not null,
            trial int not null,
            before_outcome text not null,
            before_channel text not null,
            after_outcome text not null,
            after_channel text not null,
            faulted boolean not null,
            finding text not null,
            parcels bigint not null,
            primary key (zone, trial, finding, before_outcome, before_channel, after_outcome, after_channel, faulted));

        create table if not exists policy.trial_examples (
            zone text not null,
            trial int not null,
            finding text not null,
            declaration_no text not null,
            json text not null,
            primary key (zone, trial, finding, declaration_no));

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
