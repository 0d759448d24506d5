using Quartz;

namespace Policy.Host.Jobs;

/// <summary>Every job and when it runs. Jobs ask, act and log; running one twice changes nothing.</summary>
internal static class Schedule
{
    public static void AddPolicyJobs(this IServiceCollection services)
    {
        services.AddQuartz(static quartz =>
        {
            quartz.UseInMemoryStore();
            quartz.ScheduleJob<PrepareDayKeys>(
                static trigger => trigger
                    .StartNow()
                    .WithSimpleSchedule(static s => s.WithInterval(TimeSpan.FromHours(1)).RepeatForever()),
                static job => job.WithIdentity(nameof(PrepareDayKeys)));
            quartz.ScheduleJob<EndAbandonedSimulations>(
                static trigger => trigger
                    .StartNow()
                    .WithSimpleSchedule(static s => s.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()),
                static job => job.WithIdentity(nameof(EndAbandonedSimulations)));
            quartz.ScheduleJob<MakeCheckpoint>(
                static trigger => trigger
                    .StartNow()
                    .WithSimpleSchedule(static s => s.WithInterval(TimeSpan.FromMinutes(1)).RepeatForever()),
                static job => job.WithIdentity(nameof(MakeCheckpoint)));
            quartz.ScheduleJob<ReplayDecisions>(
                static trigger => trigger
                    .StartNow()
                    .WithSimpleSchedule(static s => s.WithInterval(TimeSpan.FromMinutes(15)).RepeatForever()),
                static job => job.WithIdentity(nameof(ReplayDecisions)));
        });
        services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = true);
    }
}
