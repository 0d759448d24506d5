using System.Diagnostics;
using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Policy.Host.Operations;

/// <summary>What is measured and traced: the names dashboards rely on, in one place.</summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Policy";

    /// <summary>Spans of decisions.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Decisions =
        Meter.CreateCounter<long>("policy.decisions", description: "Decisions by zone, outcome and channel.");

    private static readonly Histogram<double> DecisionSeconds =
        Meter.CreateHistogram<double>(
            "policy.decision.duration", "s", "From the submitted declaration to the durable decision.");

    private static readonly Counter<long> SignIns =
        Meter.CreateCounter<long>("policy.sign_ins", description: "Attempts to sign in with a password, by result.");

    private static readonly Counter<long> Replays =
        Meter.CreateCounter<long>("policy.replays", description: "Decisions replayed at night, by whether they came out the same.");

    /// <summary>Counts a decision.</summary>
    public static void CountDecision(string zone, string outcome, string channel, TimeSpan duration)
    {
        Decisions.Add(1, new("zone", zone), new("outcome", outcome), new("channel", channel));
        DecisionSeconds.Record(duration.TotalSeconds);
    }

    /// <summary>Counts an attempt to sign in.</summary>
    public static void CountSignIn(bool succeeded) =>
        SignIns.Add(1, new KeyValuePair<string, object?>("succeeded", succeeded));

    /// <summary>Counts the replays of a night.</summary>
    public static void CountReplays(long same, long different)
    {
        Replays.Add(same, new KeyValuePair<string, object?>("same", true));
        Replays.Add(different, new KeyValuePair<string, object?>("same", false));
    }

    /// <summary>Measures and traces; <c>GET /metrics</c> gives the measurements to Prometheus.</summary>
    internal static void AddPolicyTelemetry(this IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(static resource => resource.AddService("policy-platform"))
        .WithMetrics(static metrics => metrics
            .AddMeter(Name, "Npgsql")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter())
        .WithTracing(static tracing => tracing.AddSource(Name).AddAspNetCoreInstrumentation());
}
