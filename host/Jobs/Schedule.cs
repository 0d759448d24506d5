using Npgsql;
using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Every job and when it runs: on one of the hosts with the role <c>jobs</c>, which share the schedule in the
/// database; what a host that died had begun, another one does again. Jobs ask, act and log; running one twice changes
/// nothing.</summary>
internal static class Schedule
{
    /// <summary>Schema of the scheduler's tables, which the scheduler itself makes in it.</summary>
    private const string Schema = "quartz";

    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(3);

    public static void AddPolicyJobs(this IServiceCollection services)
    {
        services.AddQuartz(static quartz =>
        {
            quartz.ConfigureScheduler(static scheduler =>
            {
                scheduler.InstanceName = "policy";
                // What another host put on the schedule is seen at the latest then.
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(5);
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UsePersistentStore(static store =>
            {
                store.UsePostgres(static source => source.DataSourceFactory = static provider => provider.GetRequiredService<NpgsqlDataSource>());
                store.UseSystemTextJsonSerializer();
                store.UseClustering(static cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (CheckIn, CheckIn));
                store.ConfigureStore(static options =>
                    (options.TablePrefix, options.StoreJobDataAsStrings, options.RecoverFiringsCancelledByShutdown) = ($"{Schema}.qrtz_", true, true));
                store.ProvisionSchema();
            });
            quartz.Every<PrepareDayKeys>(TimeSpan.FromHours(1));
            quartz.Every<EndAbandonedSimulations>(TimeSpan.FromMinutes(1));
            quartz.Every<MakeCheckpoint>(TimeSpan.FromMinutes(1));
            quartz.Every<ReplayDecisions>(TimeSpan.FromMinutes(15));
            quartz.Every<ActivateDueReleases>(TimeSpan.FromMinutes(1));
        });

        // Jobs heed their token: a host that stops breaks them off, and another one, or the next start, does them again.
        services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = true);
    }

    /// <summary>Makes the schema; under a lock that all hosts share.</summary>
    public static async Task PrepareSchema(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var create = source.CreateCommand($"create schema if not exists {Schema}");
        await create.ExecuteNonQueryAsync(cancellation);
    }

    // At every start of a host, and at intervals from then on; what was missed is made up for once.
    private static void Every<TJob>(this IQuartzBuilder quartz, TimeSpan interval)
        where TJob : class, IJob => quartz.ScheduleJob<TJob>(
            trigger => trigger
                .WithIdentity(typeof(TJob).Name)
                .StartNow()
                .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(interval).RepeatForever()
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)),
            static job => job.WithIdentity(typeof(TJob).Name).RequestRecovery());
}
