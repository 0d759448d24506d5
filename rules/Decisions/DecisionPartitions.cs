using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Policy.Rules.Storage;

namespace Policy.Rules.Decisions;

/// <summary>The day partitions of the log (days of UTC+8), made on demand; the day after each in advance.</summary>
internal sealed class DecisionPartitions(NpgsqlDataSource source)
{
    private static readonly TimeSpan ZoneTime = TimeSpan.FromHours(8);
    private readonly ConcurrentDictionary<DateOnly, bool> _made = new();

    public async Task Ensure(IEnumerable<DateTimeOffset> instants, CancellationToken cancellation)
    {
        var days = instants.Select(i => DateOnly.FromDateTime(i.ToOffset(ZoneTime).DateTime)).Distinct()
            .Where(day => !_made.ContainsKey(day)).SelectMany(day => new[] { day, day.AddDays(1) }).Distinct().ToArray();
        if (days.Length == 0) return;
        await using (await AdvisoryLock.Acquire(source, AdvisoryLock.Partitions, cancellation))
        {
            foreach (var day in days)
            {
                await using var command = source.CreateCommand(
                    $"create table if not exists policy.decisions_{Name(day)} partition of policy.decisions "
                    + $"for values from ('{Start(day)}') to ('{Start(day.AddDays(1))}')");
                await command.ExecuteNonQueryAsync(cancellation);
            }
        }

        foreach (var day in days) _made[day] = true;
    }

    private static string Name(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Start(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 00:00:00+08";
}
