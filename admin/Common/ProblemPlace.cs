using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Policy.Admin.Common;

/// <summary>Says in words where a finding is: row R3 · totalValue instead of <c>/rows/2/when/1</c>.</summary>
internal static class ProblemPlace
{
    /// <summary>The place in words; the pointer itself when it names nothing known.</summary>
    public static string Of(Document? document, string pointer, IStringLocalizer<Texts> texts)
    {
        var parts = pointer.Split('/').Skip(1).ToArray();
        if (parts.Length == 0) return texts["Place.Document"];
        if (document is ScriptDocument && pointer == "/source") return texts["Kind.script"];
        if (parts.Length < 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var index)) return pointer;
        var (item, id) = (document, parts[0]) switch
        {
            (DecisionTableDocument t, "rows") => (texts["Row"].Value, t.Rows.ElementAtOrDefault(index)?.Id),
            (ListDocument l, "entries") => (texts["Entry"].Value, l.Entries.ElementAtOrDefault(index)?.Id),
            (ScorecardDocument s, "characteristics") => (texts["Characteristic"].Value, s.Characteristics.ElementAtOrDefault(index)?.Id),
            (ScorecardDocument s, "overrides") => (texts["Override"].Value, s.Overrides.ElementAtOrDefault(index)?.Id),
            (FlowDocument f, "steps") => (texts["Step"].Value, f.Steps.ElementAtOrDefault(index)?.Id),
            (_, "cases") => (texts["Case"].Value, document?.Cases.ElementAtOrDefault(index)?.Id),
            _ => ("", null),
        };
        if (id is null) return pointer;
        return Column(document, parts) is { } column ? $"{item} {id} · {column}" : $"{item} {id}";
    }

    private static string? Column(Document? document, string[] parts)
    {
        if (parts.Length < 3) return null;
        if (document is DecisionTableDocument table && parts.Length > 3
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var cell))
        {
            return parts[2] == "when" ? table.Inputs.ElementAtOrDefault(cell)?.Expression : table.Outputs.ElementAtOrDefault(cell)?.Name;
        }

        return string.Join('/', parts.Skip(2));
    }
}
