using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Policy.Engine.EntryLists;

/// <summary>The form in which keywords and goods names are compared, so that a prohibited good cannot hide behind its
/// spelling: full width, case, accents, spaces, punctuation, emoji, invisible characters, traditional characters and
/// Cyrillic or Greek letters that look Latin make no difference.</summary>
internal static class KeywordText
{
    // Letters that look alike, mapped before case is folded because Η looks like H but η like n.
    private const string LookAlikes =
        "АaаaВbвbЕeеeКkкkМmмmНhнhОoоoРpрpСcсcТtтtУyуyХxхxІiіiЈjјjЅsѕsԁdԛqԝwһhӀlӏlЁeёe"
        + "ΑaαaΒbβbΕeεeΖzζzΗhηnΙiιiΚkκkΜmμmΝnνvΟoοoΡpρpΤtτtΥyυuΧxχxγy";

    private static readonly FrozenDictionary<Rune, Rune> Plain = Pairs(LookAlikes).Concat(Pairs(Simplified()))
        .ToFrozenDictionary(p => p.From, p => p.To);

    public static string Normalize(string text)
    {
        var normalized = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!IsKept(rune)) continue;
            var plain = Plain.TryGetValue(rune, out var mapped) ? mapped : Rune.ToLowerInvariant(rune);
            normalized.Append(plain);
        }

        return normalized.ToString();
    }

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0), // invisible letters
        _ => false,
    };

    private static IEnumerable<(Rune From, Rune To)> Pairs(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i + 1 < runes.Length; i += 2) yield return (runes[i], runes[i + 1]);
    }

    /// <summary>Pairs of a traditional and a simplified character. Source: the dictionary TSCharacters of OpenCC 1.4.2
    /// (https://github.com/BYVoid/OpenCC, Apache License 2.0), its single characters that differ.</summary>
    private static string Simplified()
    {
        using var stream = typeof(KeywordText).Assembly.GetManifestResourceStream("Policy.Engine.EntryLists.TraditionalToSimplified.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("");
    }
}
