using System.Collections.Immutable;

namespace Policy.Seed.Generator;

/// <summary>A profile of generated declarations: what differs between an ordinary day, the peak day and a fraud trial.</summary>
/// <param name="Name">Name by which it is asked for.</param>
/// <param name="FraudShare">Share of declarations that carry a fraud pattern.</param>
/// <param name="ExportShare">Share of exports.</param>
/// <param name="BatchSize">Mean number of declarations that arrive in one message.</param>
/// <param name="Rates">Rate of arrivals, relative to the mean of an ordinary day, from a minute of the day (UTC+8) on.</param>
internal sealed record Profile(
    string Name, double FraudShare, double ExportShare, int BatchSize, ImmutableArray<(int FromMinute, double Rate)> Rates)
{
    /// <summary>Share of fraud among all declarations of the real population.</summary>
    public const double Prevalence = 0.015;

    private static readonly ImmutableArray<(int FromMinute, double Rate)> OrdinaryDay =
        [(0, 0.5), (7 * 60, 0.9), (9 * 60, 1.3), (22 * 60, 0.8)];

    public static ImmutableArray<Profile> All { get; } =
    [
        new("normal", Prevalence, 0.5, 8, OrdinaryDay),
        new("double11", Prevalence, 0.35, 40,
            [(0, 14), (1, 9), (10, 5), (60, 2), (7 * 60, 3), (9 * 60, 3.5), (22 * 60, 5)]),
        new("fraud", 0.10, 0.5, 8, OrdinaryDay),
    ];
}

/// <summary>Arrival times over a day: the n-th of all declarations, in order, at the rates of a profile.</summary>
internal sealed class Arrivals
{
    private const int MinutesADay = 24 * 60;

    private readonly double[] _upTo = new double[MinutesADay];
    private int _minute;

    public Arrivals(Profile profile)
    {
        var (total, next) = (0.0, 0);
        var rate = 0.0;
        for (var minute = 0; minute < MinutesADay; minute++)
        {
            if (next < profile.Rates.Length && profile.Rates[next].FromMinute <= minute) rate = profile.Rates[next++].Rate;
            _upTo[minute] = total += rate;
        }

        for (var minute = 0; minute < MinutesADay; minute++) _upTo[minute] /= total;
    }

    /// <summary>The second of the day at which a share of the day's declarations has arrived; shares must not fall.</summary>
    public int SecondAt(double share)
    {
        while (_minute < MinutesADay - 1 && _upTo[_minute] <= share) _minute++;
        var before = _minute == 0 ? 0 : _upTo[_minute - 1];
        var within = (share - before) / (_upTo[_minute] - before);
        return (_minute * 60) + (int)(60 * Math.Clamp(within, 0, 0.999));
    }
}
