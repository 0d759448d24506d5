using System.Collections.Immutable;
using System.Globalization;
using Policy.Engine;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Decisions;

/// <summary><c>GET /api/decisions</c>: decisions, newest first, page by page.</summary>
internal static class SearchDecisionsEndpoint
{
    private const int MaxTake = 500;

    private static readonly ImmutableArray<string> Outcomes = ["release", "inspect", "review", "return", "prohibit"];

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/decisions", Handle)
        .WithSummary("Search decisions")
        .WithDescription(
            "All parameters are optional: zone, outcome, from and to (instant or day in UTC+8, to exclusive), row (document/row), " +
            "take (1 to 500, default 50), after (next of the page before).")
        .WithProblems(400)
        .RequireAuthorization("read");

    private static async Task<IResult> Handle(HttpRequest request, DecisionLog log, CancellationToken cancellation)
    {
        var parameters = new Parameters(request.Query);
        var query = new DecisionQuery(
            parameters.Text("zone"),
            parameters.OneOf("outcome", Outcomes),
            parameters.Instant("from"),
            parameters.Instant("to"),
            parameters.Text("row"),
            parameters.Number("take", 1, MaxTake) ?? 50,
            parameters.Text("after"));
        if (parameters.Problem(known: ["zone", "outcome", "from", "to", "row", "take", "after"]) is { } problem) return problem;
        var page = await log.Search(query, cancellation);
        return ApiJson.Ok(new { decisions = page.Records.Select(Summary), next = page.Next });
    }

    private static object Summary(DecisionRecord record) => new
    {
        record.DecisionId,
        record.DeclarationNo,
        record.Zone,
        Release = new { Number = record.ReleaseNumber, Hash = record.ReleaseHash },
        DeclaredAt = record.DeclaredAt.ToOffset(TimeSpan.FromHours(8)),
        DecidedAt = record.DecidedAt.ToOffset(TimeSpan.FromHours(8)),
        record.Outcome,
        record.Channel,
        record.Rows,
    };

    /// <summary>Query parameters, with every problem found.</summary>
    private sealed class Parameters(IQueryCollection query)
    {
        private const int MaxLength = 200;

        private readonly ImmutableArray<Diagnostic>.Builder _problems = ImmutableArray.CreateBuilder<Diagnostic>();

        public string? Text(string name)
        {
            if (query[name] is not [{ Length: > 0 } text]) return query.ContainsKey(name) ? Bad<string>(name, "只能有一个非空值。", "Give one value that is not empty.") : null;
            if (text.Length <= MaxLength && !text.Contains('\0', StringComparison.Ordinal)) return text;
            return Bad<string>(name, $"不得超过 {MaxLength} 个字符或含空字符。", $"At most {MaxLength} characters, none of them NUL.");
        }

        public string? OneOf(string name, ImmutableArray<string> values)
        {
            if (Text(name) is not { } text || values.Contains(text)) return query[name];
            var all = string.Join(", ", values);
            return Bad<string>(name, $"`{text}` 不是其中之一:{all}。", $"`{text}` is none of {all}.");
        }

        public DateTimeOffset? Instant(string name)
        {
            if (Text(name) is not { } text) return null;
            // A plus sign that was not escaped arrives as a space.
            var iso = text.Replace(' ', '+');
            if (DateOnly.TryParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.FromHours(8));
            string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
            if (DateTimeOffset.TryParseExact(iso, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return instant;
            Bad<string>(
                name,
                $"`{text}` 不是日期或带时区的时间,例如 2026-11-11 或 2026-11-11T00:00:00+08:00。",
                $"`{text}` is neither a day nor an instant such as 2026-11-11 or 2026-11-11T00:00:00+08:00.");
            return null;
        }

        public int? Number(string name, int least, int most)
        {
            if (Text(name) is not { } text) return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            Bad<string>(name, $"`{text}` 不是 {least} 到 {most} 之间的整数。", $"`{text}` is not a whole number from {least} to {most}.");
            return null;
        }

        public ApiProblem? Problem(ImmutableArray<string> known)
        {
            foreach (var name in query.Keys.Where(k => !known.Contains(k))) Bad<string>(name, "没有这个参数。", "There is no such parameter.");
            return _problems.Count == 0 ? null : ApiProblem.BadFields(_problems.ToImmutable());
        }

        private T? Bad<T>(string name, string zhCn, string en)
            where T : class
        {
            _problems.Add(new Diagnostic("invalid-parameter", Severity.Error, "", $"/{name}", new LocalizedText(zhCn, en)));
            return null;
        }
    }
}
