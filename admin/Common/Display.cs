using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MudBlazor;
using Policy.Engine;

namespace Policy.Admin.Common;

/// <summary>How values are shown: times in the zones' own time (UTC+8), texts in the reader's language.</summary>
internal static class Display
{
    private static readonly TimeSpan ZoneTime = TimeSpan.FromHours(8);

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text in the reader's language; the fallback when there is none.</summary>
    public static string Text(LocalizedText? text, string fallback = "") =>
        text?.In(CultureInfo.CurrentUICulture.Name) is { Length: > 0 } found ? found : fallback;

    /// <summary>To the minute, UTC+8.</summary>
    public static string Minute(DateTimeOffset instant) =>
        instant.ToOffset(ZoneTime).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>To the second, UTC+8.</summary>
    public static string Second(DateTimeOffset instant) =>
        instant.ToOffset(ZoneTime).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The instant of a local date and time of UTC+8.</summary>
    public static DateTimeOffset ZoneInstant(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), ZoneTime);

    /// <summary>The day of an instant, UTC+8.</summary>
    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(ZoneTime).DateTime);

    /// <summary>A count with separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share, 0 to 1, in per cent.</summary>
    public static string Percent(decimal share) => share.ToString("P2", CultureInfo.InvariantCulture);

    /// <summary>The first digits of a hash, enough to tell two apart.</summary>
    public static string ShortHash(string hash) => hash.Length > 19 ? hash[..19] : hash;

    /// <summary>Indented JSON; text that is not JSON stays as it is.</summary>
    public static string Indent(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(parsed.RootElement, Pretty);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    /// <summary>Icon of a kind of document.</summary>
    public static string KindIcon(string kind) => kind switch
    {
        "decisionTable" => Icons.Material.Outlined.TableChart,
        "list" => Icons.Material.Outlined.PlaylistRemove,
        "expression" => Icons.Material.Outlined.Functions,
        "scorecard" => Icons.Material.Outlined.Speed,
        "script" => Icons.Material.Outlined.Code,
        "flow" => Icons.Material.Outlined.AccountTree,
        "workflow" => Icons.Material.Outlined.Rule,
        "factType" => Icons.Material.Outlined.DataObject,
        _ => Icons.Material.Outlined.Layers,
    };

    /// <summary>Colour of an outcome.</summary>
    public static Color OutcomeColor(string outcome) => outcome switch
    {
        "release" or "green" => Color.Success,
        "inspect" or "review" => Color.Warning,
        _ => Color.Error,
    };
}
