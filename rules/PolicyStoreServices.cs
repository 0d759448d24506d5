using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Policy.Rules.Audit;
using Policy.Rules.Comparisons;
using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Security;
using Policy.Rules.Simulations;
using Policy.Rules.Storage;
using Policy.Rules.Trials;
using Weasel.Core;

namespace Policy.Rules;

/// <summary>Registers the store; the only place where it is configured.</summary>
public static class PolicyStoreServices
{
    /// <summary>Adds <see cref="PolicyStore"/>, <see cref="DecisionLog"/>, <see cref="EnterpriseRegister"/>,
    /// <see cref="DayKeys"/>, <see cref="ActiveReleases"/>, <see cref="SimulationStore"/>, <see cref="PolicyComparer"/>,
    /// <see cref="AuditLog"/>, <see cref="Alerts"/>, <see cref="NightlyReplay"/>, <see cref="TrialTable"/> and <see cref="TrialWatch"/>, all singletons. Before they are used,
    /// somebody calls <see cref="PolicyStore.PrepareSchema"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">Connection string of a PostgreSQL database, 15 or later.</param>
    /// <param name="configure">Sets options; null keeps the defaults.</param>
    public static IServiceCollection AddPolicyStore(
        this IServiceCollection services, string connectionString, Action<PolicyStoreOptions>? configure = null)
    {
        var options = new PolicyStoreOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddMarten(provider => Configure(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(_ => new PersonalFields(KeyRing.Load(options.KeyFile)));
        services.AddSingleton<StoredDocuments>();
        services.AddSingleton<StoredReleases>();
        services.AddSingleton<RuleCompiler>();
        services.AddSingleton<ReleaseChecks>();
        services.AddSingleton(p => new PolicyStore(
            Get<IDocumentStore>(p), Get<NpgsqlDataSource>(p), Get<StoredReleases>(p), Get<StoredDocuments>(p), Get<ReleaseChecks>(p),
            Get<RuleCompiler>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new ActiveReleases(
            Get<IDocumentStore>(p), Get<NpgsqlDataSource>(p), Get<StoredReleases>(p), Get<StoredDocuments>(p),
            Get<RuleCompiler>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new DecisionLog(
            Get<NpgsqlDataSource>(p), Get<ActiveReleases>(p), Get<PersonalFields>(p), options.LogCapacity));
        services.AddSingleton(p => new EnterpriseRegister(Get<NpgsqlDataSource>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new AuditTrail(Get<IDocumentStore>(p), Get<NpgsqlDataSource>(p)));
        services.AddSingleton(p => new DayKeys(
            Get<NpgsqlDataSource>(p), Get<AuditTrail>(p), Get<PersonalFields>(p), Get<TimeProvider>(p)));
        services.AddSingleton(_ => new SigningKeys(options.AuditKeys ?? Path.Combine(LocalFolder, "audit-keys")));
        services.AddSingleton(p => new AuditLog(
            Get<NpgsqlDataSource>(p), Get<AuditTrail>(p), Get<SigningKeys>(p), Get<PersonalFields>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new Alerts(Get<NpgsqlDataSource>(p), Get<AuditTrail>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new NightlyReplay(
            Get<NpgsqlDataSource>(p), Get<ActiveReleases>(p), Get<DecisionLog>(p), Get<Alerts>(p), Get<TimeProvider>(p)));
        services.AddSingleton(p => new SimulationStore(
            Get<IDocumentStore>(p), Get<PolicyStore>(p), Get<DecisionLog>(p), p.GetService<IDeclarationGenerator>(),
            Get<TimeProvider>(p), Get<ILogger<SimulationStore>>(p)));
        services.AddSingleton(p => new TrialTable(Get<NpgsqlDataSource>(p), Get<PolicyStore>(p)));
        services.AddSingleton(p => new TrialWatch(
            Get<ActiveReleases>(p), Get<PolicyStore>(p), Get<TrialTable>(p), Get<Alerts>(p), Get<TimeProvider>(p),
            Get<ILogger<TrialWatch>>(p)));
        services.AddSingleton(p => new PolicyComparer(Get<PolicyStore>(p), Get<DecisionLog>(p)));
        return services;
    }

    private static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();

    /// <summary>Where keys are when no place is named.</summary>
    internal static string LocalFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "policy");

    private static StoreOptions Configure(NpgsqlDataSource source)
    {
        var options = new StoreOptions();
        options.Connection(source);
        options.DatabaseSchemaName = StoreSchema.Name;
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.UseSystemTextJsonForSerialization(StoreJson.Options, EnumStorage.AsString, Casing.CamelCase);
        options.DisableNpgsqlLogging = true;

        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Rich;
        options.Events.AddEventTypes(
        [
            typeof(CheckpointMade), typeof(SigningKeyAnnounced), typeof(DayKeyCommitted), typeof(DayKeyRevealed),
            typeof(PersonalFieldsErased), typeof(PersonalFieldsExported), typeof(AlertClosed),
            typeof(ZoneAdded), typeof(ZoneStatusChanged), typeof(ReleaseMade), typeof(ReleaseActivated), typeof(TrialStarted), typeof(TrialEnded),
            typeof(PolicyCreated), typeof(DraftEdited), typeof(DraftDiscarded), typeof(DraftSubmitted), typeof(DraftRejected),
            typeof(VersionApproved), typeof(CommentAdded), typeof(CommentResolved),
        ]);
        options.Projections.Add(new PolicyProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ZoneProjection(), ProjectionLifecycle.Inline);
        options.Projections.Add(new AuditProjection(), ProjectionLifecycle.Inline);

        options.Schema.For<PolicyState>().Index(state => state.Zone);
        options.Schema.For<PolicyVersion>().Identity(version => version.Id).Index(version => new { version.Zone, version.Key });
        options.Schema.For<Release>().Identity(release => release.Id).Index(release => new { release.Zone, release.Number, release.Hash });
        options.Schema.For<ComposedDocument>();
        options.Schema.For<StoredTrial>().Identity(trial => trial.Id).Index(trial => new { trial.Zone, trial.Number });
        options.Schema.For<StoredSimulation>().Index(simulation => simulation.Zone).UseOptimisticConcurrency(true);
        return options;
    }
}

/// <summary>Options of the store.</summary>
public sealed class PolicyStoreOptions
{
    /// <summary>File of 32 random bytes with which personal fields and day keys are encrypted at rest. All hosts of a
    /// database need the same. Null: <c>policy/store.key</c> in the user's local application data. A file that does
    /// not exist is made, readable by its owner only.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Folder of the private keys that sign checkpoints; it belongs to one database. Hosts that make checkpoints
    /// share it, others need it not. Null: <c>policy/audit-keys</c> in the user's local application data. The first key
    /// is made at the first checkpoint, readable by its owner only.</summary>
    public string? AuditKeys { get; set; }

    /// <summary>Decisions that may wait to be recorded, 1 or more; beyond that the log is full.</summary>
    public int LogCapacity { get; set; } = 20_000;
}
