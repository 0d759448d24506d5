using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Policy.Rules.Simulations;
using Policy.Rules.Storage;

namespace Policy.Rules.Trials;

/// <summary>What trials have found, as the hosts added it up.</summary>
public sealed class TrialTable
{
    private readonly NpgsqlDataSource _source;
    private readonly PolicyStore _store;

    internal TrialTable(NpgsqlDataSource source, PolicyStore store) => (_source, _store) = (source, store);

    /// <summary>What a trial has found so far; null when there is no such trial.</summary>
    public async Task<TrialReport?> Report(string zone, int number, CancellationToken cancellation) =>
        await _store.Trial(zone, number, cancellation) is { } trial ? await Report(trial, cancellation) : null;

    internal async Task<TrialReport> Report(StoredTrial trial, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        var all = await Counts(connection, trial, cancellation);
        var compared = all.Where(c => c.Key.Finding != TrialFinding.Dropped).ToList();
        long Sum(Func<TrialFinding, bool> of) => all.Where(c => of(c.Key.Finding)).Sum(c => c.Parcels);
        return new TrialReport(
            trial,
            compared.Sum(c => c.Parcels),
            compared.Where(c => c.Key.Finding != TrialFinding.Same).Sum(c => c.Parcels),
            Sum(f => f == TrialFinding.Unpredicted),
            Sum(f => f == TrialFinding.Undecided),
            Sum(f => f == TrialFinding.Dropped),
            [.. compared.Where(c => c.Key.Finding != TrialFinding.Same).OrderByDescending(c => c.Parcels)
                .Select(c => new Divergence(c.Key.Before, c.Key.After, c.Key.Faulted, c.Key.Finding, c.Parcels))],
            TrialKpis.Of(trial, compared),
            await Examples(connection, trial, cancellation));
    }

    /// <summary>Adds what a host has counted, in one transaction.</summary>
    internal async Task Add(StoredTrial trial, TrialTally tally, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // In one order on every host, so that two never wait for one another.
        foreach (var count in tally.Counts.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal))
        {
            var (before, after, faulted, finding) = count.Key;
            await Execute(
                connection,
                """
                insert into policy.trial_counts as counted
                    (zone, trial, before_outcome, before_channel, after_outcome, after_channel, faulted, finding, parcels)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                on conflict (zone, trial, finding, before_outcome, before_channel, after_outcome, after_channel, faulted)
                    do update set parcels = counted.parcels + excluded.parcels
                """,
                [trial.Zone, trial.Number, before.Outcome, before.Channel, after.Outcome, after.Channel, faulted, finding.ToString(), count.Parcels],
                cancellation);
        }

        foreach (var (finding, parcel) in tally.Examples.OrderBy(e => e.Parcel.DeclarationNo, StringComparer.Ordinal))
        {
            await Execute(
                connection,
                """
                insert into policy.trial_examples (zone, trial, finding, declaration_no, json)
                select $1, $2, $3, $4, $5
                where (select count(*) from policy.trial_examples where zone = $1 and trial = $2 and finding = $3) < $6
                on conflict do nothing
                """,
                [trial.Zone, trial.Number, finding.ToString(), parcel.DeclarationNo, JsonSerializer.Serialize(parcel, StoreJson.Options), TrialTally.MostExamples],
                cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task<List<TrialCount>> Counts(NpgsqlConnection connection, StoredTrial trial, CancellationToken cancellation)
    {
        await using var command = Of(
            "select before_outcome, before_channel, after_outcome, after_channel, faulted, finding, parcels from policy.trial_counts",
            connection,
            trial);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var counts = new List<TrialCount>();
        while (await reader.ReadAsync(cancellation))
        {
            var cell = new TrialCell(
                new Verdict(reader.GetString(0), reader.GetString(1)),
                new Verdict(reader.GetString(2), reader.GetString(3)),
                reader.GetBoolean(4),
                Enum.Parse<TrialFinding>(reader.GetString(5)));
            counts.Add(new TrialCount(cell, reader.GetInt64(6)));
        }

        return counts;
    }

    private static async Task<ImmutableArray<TrialExample>> Examples(
        NpgsqlConnection connection, StoredTrial trial, CancellationToken cancellation)
    {
        await using var command = Of("select finding, json from policy.trial_examples", connection, trial);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var examples = new List<TrialExample>();
        while (await reader.ReadAsync(cancellation))
        {
            examples.Add(new TrialExample(
                Enum.Parse<TrialFinding>(reader.GetString(0)),
                JsonSerializer.Deserialize<ChangedParcel>(reader.GetString(1), StoreJson.Options)!));
        }

        return [.. examples.OrderByDescending(e => e.Finding == TrialFinding.Unpredicted).ThenBy(e => e.Finding)
            .ThenBy(e => e.Parcel.DeclarationNo, StringComparer.Ordinal)];
    }

    private static NpgsqlCommand Of(string select, NpgsqlConnection connection, StoredTrial trial) =>
        new($"{select} where zone = $1 and trial = $2", connection)
        {
            Parameters = { new() { Value = trial.Zone }, new() { Value = trial.Number } },
        };

    private static async Task Execute(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
