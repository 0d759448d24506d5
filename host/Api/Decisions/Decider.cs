using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Policy.Engine;
using Policy.Host.Operations;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;

namespace Policy.Host.Api.Decisions;

/// <summary>Decides declarations: read, complete, decide, record; answered only when durable.</summary>
internal sealed partial class Decider(
    ActiveReleases releases,
    EnterpriseRegister enterprises,
    DayKeys keys,
    DecisionLog log,
    TimeProvider clock,
    ILogger<Decider> logger)
{
    private static readonly TimeSpan ZoneOffset = TimeSpan.FromHours(8);

    /// <summary>Decides a declaration. A failure of the store or a bug is answered too: nothing was decided then.</summary>
    /// <param name="declaration">One JSON object.</param>
    /// <param name="cancellation">Stops waiting; a decision already handed to the log may still be recorded.</param>
    public async Task<DeciderAnswer> Decide(ReadOnlyMemory<byte> declaration, CancellationToken cancellation)
    {
        try
        {
            return await Answer(declaration, cancellation);
        }
        catch (Exception e) when (e is DbException or TimeoutException or IOException)
        {
            LogUnavailable(e);
            return Problems.Unavailable;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
            return ApiProblems.Of(StatusCodes.Status500InternalServerError);
        }
    }

    private async Task<DeciderAnswer> Answer(ReadOnlyMemory<byte> declaration, CancellationToken cancellation)
    {
        if (!releases.Loaded && releases.Zones.IsEmpty) return Problems.NotReady;
        var started = clock.GetTimestamp();
        var now = Now();
        var route = DeclarationRoute.Of(declaration);
        if (route.Zone is { } known && !releases.Zones.Contains(known)) return Problems.UnknownZone(known);
        var release = releases.InForce(route.Zone ?? releases.Zones[0], route.DeclaredAt ?? now);
        if (release?.Rules.FactTypeOf(Clearance.Flow) is not { } type) return Problems.NoRelease(route);

        var reading = Facts.Read(type, declaration, submitted: true);
        if (reading.Facts is not { } submitted) return ApiProblem.BadFields(reading.Problems);
        if (route is not { Zone: { } zone, DeclaredAt: { } declaredAt }) return ApiProblem.BadFields(route.Missing());

        var number = submitted.Content["declarationNo"].AsText();
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
            Facts = Encoding.UTF8.GetString(complete.ToJson()),
            Decision = decision.Json,
            Outcome = decision.Outcome,
            Channel = decision.Channel,
            Rows = decision.Rows,
        };
        return await Record(record, started, cancellation);
    }

    private async Task<Facts> Complete(Facts submitted, string number, DateTimeOffset now, CancellationToken cancellation)
    {
        var code = submitted.Content["enterprise"] is { Kind: ValueKind.Object } enterprise ? enterprise.AsObject()["code"] : Value.Null;
        var record = code.Kind == ValueKind.Text ? await enterprises.Find(code.AsText(), cancellation) : null;
        var draw = await keys.Draw(number, DateOnly.FromDateTime(now.DateTime), cancellation);
        var completed = Completion.Complete(submitted, record, draw);
        return completed.Facts ?? throw new InvalidOperationException(
            $"The credit record of enterprise {code} does not fit the fact type: {string.Join("; ", completed.Problems.Select(p => $"{p.Pointer}: {p.Message.En}"))}");
    }

    private async Task<DeciderAnswer> Record(DecisionRecord record, long started, CancellationToken cancellation)
    {
        var appended = await log.Append(record, cancellation);
        if (appended.Status == AppendStatus.Recorded)
            Telemetry.CountDecision(record.Zone, record.Outcome, record.Channel, clock.GetElapsedTime(started));
        return appended switch
        {
            { Status: AppendStatus.Recorded } => record,
            { Status: AppendStatus.Repeated, Record: { } earlier } => earlier,
            { Status: AppendStatus.Conflict } => Problems.Conflict(record.DeclarationNo),
            _ => Problems.Busy,
        };
    }

    /// <summary>The time in the zones, to the millisecond, which every store keeps exactly.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero).ToOffset(ZoneOffset);
    }

    [LoggerMessage(5101, LogLevel.Error, "The store cannot record decisions")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(5102, LogLevel.Error, "Deciding a declaration failed")]
    private partial void LogFailed(Exception exception);

    private static class Problems
    {
        public static readonly ApiProblem Unavailable = new(
            503, "log-unavailable", new("决定日志暂不可用,本申报未作决定,请稍后重试。", "The decision log cannot be reached; nothing was answered, try again.")) { RetryAfter = 2 };

        public static readonly ApiProblem NotReady = new(
            503, "not-ready", new("系统正在装载发布版本,请稍后再试。", "The releases are being loaded; try again shortly.")) { RetryAfter = 2 };

        public static readonly ApiProblem Busy = new(
            503, "log-full", new("决定日志暂时已满,本申报未被处理,请稍后重试。", "The decision log is full for the moment; nothing was decided, try again.")) { RetryAfter = 1 };

        public static ApiProblem UnknownZone(string zone) => new(
            422, "unknown-zone", new($"没有试验区 `{zone}`。", $"There is no zone `{zone}`."), [At("zone", "unknown-zone", "没有这个试验区。", "There is no such zone.")]);

        public static ApiProblem NoRelease(DeclarationRoute route) => new(
            422,
            "no-release-in-force",
            new("该试验区在申报时间没有生效的发布版本。", "The zone had no release in force at the declaration's instant."),
            [At("declaredAt", "no-release-in-force", "此时没有生效的发布版本。", $"No release of `{route.Zone}` was in force then.")]);

        public static ApiProblem Conflict(string number) => new(
            409,
            "declaration-decided",
            new($"清单编号 `{number}` 已按另一份内容作出决定。", $"The declaration number `{number}` was decided before with other content."),
            [At("declarationNo", "declaration-decided", "此编号已用于另一份内容。", "This number was used with other content.")]);

        private static Diagnostic At(string member, string code, string zhCn, string en) =>
            new(code, Severity.Error, "", $"/{member}", new LocalizedText(zhCn, en));
    }
}

/// <summary>What became of a declaration: a recorded decision, or a problem.</summary>
internal readonly record struct DeciderAnswer(DecisionRecord? Record, ApiProblem? Problem)
{
    public static implicit operator DeciderAnswer(DecisionRecord record) => new(record, null);

    public static implicit operator DeciderAnswer(ApiProblem problem) => new(null, problem);
}

/// <summary>What says which release a declaration is decided by, read before its fact type is known.</summary>
/// <param name="Zone">The zone; null when it is missing or no text.</param>
/// <param name="DeclaredAt">The instant; null when it is missing or no instant with an offset.</param>
internal readonly record struct DeclarationRoute(string? Zone, DateTimeOffset? DeclaredAt)
{
    /// <summary>Reads the two members; malformed JSON gives what was there before it breaks.</summary>
    public static DeclarationRoute Of(ReadOnlyMemory<byte> declaration)
    {
        var route = default(DeclarationRoute);
        var reader = new Utf8JsonReader(declaration.Span);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return route;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && route is not { Zone: not null, DeclaredAt: not null })
            {
                var (isZone, isInstant) = (reader.ValueTextEquals("zone"u8), reader.ValueTextEquals("declaredAt"u8));
                reader.Read();
                if (isZone && reader.TokenType == JsonTokenType.String) route = route with { Zone = reader.GetString() };
                if (isInstant && reader.TokenType == JsonTokenType.String) route = route with { DeclaredAt = Instant(ref reader) };
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Broken JSON or broken UTF-16 escapes: reading the facts reports them with their place.
        }

        return route;
    }

    /// <summary>The problems of a route that lacks a member.</summary>
    public ImmutableArray<Diagnostic> Missing()
    {
        var missing = ImmutableArray.CreateBuilder<Diagnostic>();
        if (Zone is null) missing.Add(Required("zone"));
        if (DeclaredAt is null) missing.Add(Required("declaredAt"));
        return missing.ToImmutable();
    }

    private static DateTimeOffset? Instant(ref Utf8JsonReader reader) =>
        reader.TryGetDateTime(out var local) && local.Kind != DateTimeKind.Unspecified && reader.TryGetDateTimeOffset(out var instant) ? instant : null;

    private static Diagnostic Required(string member) => new(
        "required", Severity.Error, "", $"/{member}", new LocalizedText($"缺少 `{member}`。", $"`{member}` is missing."));
}
