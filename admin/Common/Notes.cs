using System.Globalization;
using Policy.Engine;

namespace Policy.Admin.Common;

/// <summary>Notes of rows and entries, edited in the language of the desk.</summary>
internal static class Notes
{
    /// <summary>The note with its text in the reader's language replaced. A note that says the same in both languages, or
    /// a new one, is replaced in both; an empty text takes the note away.</summary>
    public static LocalizedText? Edit(LocalizedText? note, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        text = text.Trim();
        if (note is null || note.ZhCn == note.En) return new LocalizedText(text, text);
        var chinese = CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        return chinese ? note with { ZhCn = text } : note with { En = text };
    }
}
