using System.Security.Cryptography;
using JasperFx;
using Npgsql;
using Policy.Host.Jobs;
using Policy.Host.Operations;
using Policy.Host.Security;
using Policy.Rules;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;
using Policy.Seed;

namespace Policy.Host.Startup;

/// <summary>Brings a database to where it can decide: schema, zones, policy packs, accounts, day keys, a first signed
/// checkpoint. Every start runs it and a later one finds everything in place; of hosts that start at once, one works and the others
/// wait.</summary>
internal sealed class FirstStart(
    NpgsqlDataSource source,
    PolicyStore store,
    SimulationStore simulations,
    IAccountStore accountStore,
    Accounts accounts,
    DemoAccounts demo,
    EnterpriseRegister enterprises,
    DeclarationGenerator generator,
    PrepareDayKeys dayKeys,
    MakeCheckpoint checkpoint,
    ActiveReleases releases,
    PolicySettings settings,
    ILogger<FirstStart> logger)
{
    /// <summary>Number of the lock that hosts of a database share.</summary>
    private const long Lock = 0x706F6C696379_10;

    public async Task Run(CancellationToken cancellation)
    {
        await store.PrepareSchema(cancellation);
        await using (var connection = await source.OpenConnectionAsync(cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            // Held until the transaction ends, however this process ends.
            await using var take = new NpgsqlCommand($"select pg_advisory_xact_lock({Lock})", connection);
            take.CommandTimeout = 600;
            await take.ExecuteNonQueryAsync(cancellation);
            await Schedule.PrepareSchema(source, cancellation);
            await accountStore.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
            await Install(cancellation);
        }

        if (await accounts.None(cancellation) && !settings.Federated)
            logger.NoAccounts();
        await releases.Refresh(cancellation);
    }

    private async Task Install(CancellationToken cancellation)
    {
        await PolicyPacks.Install(store, simulations, cancellation);
        if (await demo.Wanted(cancellation))
        {
            await enterprises.Put(generator.Enterprises(), cancellation);
            await demo.Create(cancellation);
        }

        await PrepareDayKeys(cancellation);
        await checkpoint.Make(cancellation);
        logger.PacksInPlace();
    }

    private async Task PrepareDayKeys(CancellationToken cancellation)
    {
        try
        {
            await dayKeys.Prepare(cancellation);
        }
        catch (CryptographicException)
        {
            throw new SettingsException(
                $"密钥文件 `{settings.KeyFile}` 不是此数据库所用的密钥。同一数据库的所有主机须使用同一密钥：请用 Policy__KeyFile 指定。",
                $"The key file `{settings.KeyFile}` is not the key of this database. " +
                "All hosts of a database need the same one: name it with Policy__KeyFile.");
        }
    }
}
