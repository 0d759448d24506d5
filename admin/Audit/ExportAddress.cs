using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Policy.Admin.Common;
using Policy.Rules.Audit;

namespace Policy.Admin.Audit;

/// <summary>Where an export is downloaded, and what is served there.</summary>
internal static class ExportAddress
{
    private const string Path = "/audit/export";

    /// <summary>The address of an export; null and empty parts mean all decisions.</summary>
    /// <param name="number">A declaration's number.</param>
    /// <param name="from">First day of deciding, UTC+8.</param>
    /// <param name="to">Last day of deciding, UTC+8.</param>
    /// <param name="personal">True to open personal fields.</param>
    public static string Of(string number, DateOnly? from, DateOnly? to, bool personal) => Path + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["declarationNo"] = string.IsNullOrWhiteSpace(number) ? null : number.Trim(),
            ["from"] = Day(from),
            ["to"] = Day(to),
            ["personal"] = personal ? "true" : null,
        }.Where(part => part.Value is not null));

    /// <summary>Serves it to those who audit.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(Path, Export).RequireAuthorization(policy => policy.RequireRole("auditor", "administrator"));

    private static async Task Export(
        HttpContext context, AuditLog audit, string? declarationNo, DateOnly? from, DateOnly? to, bool? personal, CancellationToken cancellation)
    {
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=audit.ndjson";
        var scope = new AuditScope(declarationNo, Start(from), Start(to?.AddDays(1)), personal == true);
        await audit.Export(scope, CurrentActor.From(context.User)!.Name, context.Response.Body, cancellation);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Start(DateOnly? day) => day is { } d ? Display.ZoneInstant(d.ToDateTime(TimeOnly.MinValue)) : null;
}
