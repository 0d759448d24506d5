using System.Security.Cryptography;
using System.Text;
using Policy.Engine;
using Policy.Host.Operations;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Trials;

namespace Policy.Host.Api.Decisions;

/// <summary>Decides declarations: read, complete, decide, record; answered only when durable.</summary>
internal sealed partial class Decider(
    ActiveReleases releases,
    EnterpriseRegister enterprises,
    DayKeys keys,
    DecisionLog log,
    TrialWatch trials,
    TimeProvider clock,
    ILogger<Decider> logger)
{
    private static readonly TimeSpan ZoneOffset = TimeSpan.FromHours(8);

    /// <summary>Decides a declaration. A failure of the store or a bug is answered too, as a problem.</summary>
    /// <param name="declaration">One JSON object.</param>
    /// <param name="cancellation">Stops waiting; a decision already handed to the log may still be recorded.</param>
    public async Task<DeciderAnswer> Decide(ReadOnlyMemory<byte> declaration, CancellationToken cancellation)
    {
        try
        {
            return await Answer(declaration, cancellation);
        }
        catch (ReleaseUnknown e)
        {
            LogReleaseUnknown(e.Message);
            return DeciderProblems.ReleaseUnknown;
        }
        catch (Exception e) when (StoreFaults.IsUnavailable(e))
        {
            LogUnavailable(e);
            return DeciderProblems.Unavailable;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
            return ApiProblems.Of(StatusCodes.Status500InternalServerError);
        }
    }

    private async Task<DeciderAnswer> Answer(ReadOnlyMemory<byte> declaration, CancellationToken cancellation)
    {
        if (!releases.Loaded && releases.Zones.IsEmpty) return DeciderProblems.NotReady;
        var started = clock.GetTimestamp();
        var now = Now();
        var route = DeclarationRoute.Of(declaration);
        if (route.Zone is { } known && !releases.Zones.Contains(known)) return DeciderProblems.UnknownZone(known);
        var where = route.Zone ?? releases.Zones[0];
        var live = await releases.InForce(where, route.DeclaredAt ?? now, cancellation);
        var trial = live is null ? null : releases.TrialBeside(live);
        var release = trial is not null && route.Number is { } routed ? trial.Deciding(routed) : live;
        if (release?.Rules.FactTypeOf(Clearance.Flow) is not { } type) return DeciderProblems.NoRelease(where);

        var reading = Facts.Read(type, declaration, submitted: true);
        if (reading.Facts is not { } submitted) return ApiProblem.BadFields(reading.Problems);
        if (route is not { Zone: { } zone, DeclaredAt: { } declaredAt }) return ApiProblem.BadFields(route.Missing());

        var number = submitted.Content["declarationNo"].AsText();
        if (!IsNumber(number)) return DeciderProblems.BadNumber(number);
        var complete = await Complete(submitted, number, now, cancellation);
        var decision = Clearance.Decide(release, complete);
        var record = new DecisionRecord
        {
            DecisionId = Guid.CreateVersion7(now).ToString(),
            DeclarationNo = number,
            Zone = zone,
            DeclaredAt = declaredAt,
            DecidedAt = now,
            ContentHash = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(submitted.ToJson()))}",
            ReleaseNumber = release.Release.Number,
            ReleaseHash = release.Release.Hash,
            Trial = release.Release.Trial,
            Facts = Encoding.UTF8.GetString(complete.ToJson()),
            Decision = decision.Json,
            Outcome = decision.Outcome,
            Channel = decision.Channel,
            Rows = decision.Rows,
        };
        var appended = await log.Append(record, cancellation);
        if (appended.Status == AppendStatus.Recorded)
        {
            Telemetry.CountDecision(record.Zone, record.Outcome, record.Channel, clock.GetElapsedTime(started));
            if (trial is not null) trials.Offer(trial, number, complete);
        }

        return Answer(record, appended);
    }

    /// <summary>Whether a decision can be looked up by that number: it is a segment of an address.</summary>
    private static bool IsNumber(string text) =>
        text is not ("" or "." or "..") && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    private async Task<Facts> Complete(
        Facts submitted, string number, DateTimeOffset now, CancellationToken cancellation)
    {
        var enterprise = submitted.Content["enterprise"];
        var code = enterprise.Kind == ValueKind.Object ? enterprise.AsObject()["code"] : Value.Null;
        var record = code.Kind == ValueKind.Text ? await enterprises.Find(code.AsText(), cancellation) : null;
        var draw = await keys.Draw(number, DateOnly.FromDateTime(now.DateTime), cancellation);
        var completed = Completion.Complete(submitted, record, draw);
        if (completed.Facts is { } complete) return complete;
        var (at, why) = (completed.Problems[0].Pointer, completed.Problems[0].Message.En);
        throw new InvalidOperationException($"The credit record of {code} does not fit the fact type: {at} {why}");
    }

    private static DeciderAnswer Answer(DecisionRecord record, Appended appended) => appended switch
    {
        { Status: AppendStatus.Recorded } => record,
        { Status: AppendStatus.Repeated, Record: { } earlier } => earlier,
        { Status: AppendStatus.Conflict } => DeciderProblems.Conflict(record.DeclarationNo),
        _ => DeciderProblems.Busy,
    };

    /// <summary>The time in the zones, to the millisecond, which every store keeps exactly.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow().ToOffset(ZoneOffset);
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    [LoggerMessage(5101, LogLevel.Error, "The store cannot record decisions")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(5103, LogLevel.Error, "{Why}")]
    private partial void LogReleaseUnknown(string why);

    [LoggerMessage(5102, LogLevel.Error, "Deciding a declaration failed")]
    private partial void LogFailed(Exception exception);
}

/// <summary>What became of a declaration: a recorded decision, or a problem.</summary>
internal readonly record struct DeciderAnswer(DecisionRecord? Record, ApiProblem? Problem)
{
    public static implicit operator DeciderAnswer(DecisionRecord record) => new(record, null);

    public static implicit operator DeciderAnswer(ApiProblem problem) => new(null, problem);
}
