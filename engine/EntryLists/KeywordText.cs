using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Policy.Engine.EntryLists;

/// <summary>The form in which keywords and goods names are compared, so that a prohibited good cannot hide behind its
/// spelling: full width, case, accents, spaces, punctuation, emoji, invisible characters, traditional characters,
/// enclosed, raised and mathematical letters, digits of any script, and letters of other alphabets that look Latin make
/// no difference.</summary>
/// <remarks>Every character has its form whatever stands around it: combining marks, the only characters whose order
/// normalisation changes, are dropped.</remarks>
internal static class KeywordText
{
    private const char Dropped = '\0';
    private const char Rare = '\uFFFF';

    private static readonly FrozenDictionary<Rune, Rune> Plain = PlainLetters();
    private static readonly FrozenDictionary<int, string> RareForms;

    // The form of each UTF-16 unit that has a form of one unit.
    private static readonly char[] Forms = new char[char.MaxValue + 1];

    static KeywordText()
    {
        var rare = new Dictionary<int, string>();
        for (var value = 0; value < 0x2FA20; value++)
        {
            if (!Rune.TryCreate(value, out var rune)) Forms[value] = Rare;
            else if (value <= char.MaxValue) Keep(rune, Form(rune), rare);
            else if (Form(rune) is var form && form != Same(rune)) rare[value] = form;
        }

        RareForms = rare.ToFrozenDictionary();
    }

    /// <summary>The form of a text; the same instance when it is its own form.</summary>
    public static string Normalize(string text)
    {
        var buffer = new TextBuffer(stackalloc char[256]);
        Normalize(text, ref buffer);
        var form = buffer.Text.SequenceEqual(text) ? text : buffer.Text.ToString();
        buffer.Dispose();
        return form;
    }

    /// <summary>Appends the form of a text.</summary>
    public static void Normalize(scoped ReadOnlySpan<char> text, ref TextBuffer buffer)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var form = Forms[text[i]];
            if (form == Rare) i += AppendRare(text[i..], ref buffer) - 1;
            else if (form != Dropped) buffer.Append(form);
        }
    }

    /// <summary>Appends the form of the first character, which may take two units; gives how many it took.</summary>
    private static int AppendRare(scoped ReadOnlySpan<char> text, ref TextBuffer buffer)
    {
        // Half of a character that has lost its other half stands for nothing.
        if (Rune.DecodeFromUtf16(text, out var rune, out var taken) != System.Buffers.OperationStatus.Done) return taken;
        if (RareForms.TryGetValue(rune.Value, out var form)) buffer.Append(form);
        else if (IsKept(rune)) buffer.Append(text[..taken]);
        return taken;
    }

    private static void Keep(Rune rune, string form, Dictionary<int, string> rare)
    {
        Forms[rune.Value] = form.Length switch { 0 => Dropped, 1 => form[0], _ => Rare };
        if (form.Length > 1) rare[rune.Value] = form;
    }

    /// <summary>What defines the form of a character.</summary>
    private static string Form(Rune rune)
    {
        // Ideographs, the bulk of all characters, have no decomposition.
        if (rune.Value is >= 0x3400 and <= 0x9FFF) return PlainForm(rune);
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse) return "";
        var form = new StringBuilder();
        foreach (var part in Decomposed(rune).EnumerateRunes())
            if (IsKept(part)) form.Append(PlainForm(part));
        return form.ToString();
    }

    private static string Decomposed(Rune rune) => rune.Value switch
    {
        >= 0x1F150 and <= 0x1F169 => Letter(rune.Value - 0x1F150), // white on a black circle
        >= 0x1F170 and <= 0x1F189 => Letter(rune.Value - 0x1F170), // white on a black square
        >= 0x1F1E6 and <= 0x1F1FF => Letter(rune.Value - 0x1F1E6), // flags
        _ => rune.ToString().Normalize(NormalizationForm.FormKD),
    };

    private static string PlainForm(Rune rune)
    {
        if (!IsKept(rune)) return "";
        var text = rune.ToString();
        if (CharUnicodeInfo.GetDigitValue(text, 0) is >= 0 and var digit) return ((char)('0' + digit)).ToString();
        if (Plain.TryGetValue(rune, out var plain)) return plain.ToString();
        var lower = Rune.ToLowerInvariant(rune);
        return Plain.GetValueOrDefault(lower, lower).ToString();
    }

    private static string Same(Rune rune) => IsKept(rune) ? rune.ToString() : "";

    private static string Letter(int place) => ((char)('a' + place)).ToString();

    private static bool IsKept(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0), // invisible letters
        _ => false,
    };

    /// <summary>Letters and their plain forms: those that look Latin, mapped before case is folded because Η looks like H
    /// but η like n; traditional characters; Chinese numerals, as far as they are not words of their own.</summary>
    private static FrozenDictionary<Rune, Rune> PlainLetters()
    {
        var plain = Pairs("零0〇0一1二2三3四4五5六6七7八8九9壹1贰2叁3肆4伍5柒7捌8玖9").ToDictionary();

        // The dictionary TSCharacters of OpenCC 1.4.2 (https://github.com/BYVoid/OpenCC, Apache License 2.0), its single
        // characters that differ.
        foreach (var (traditional, simplified) in Pairs(Resource("TraditionalToSimplified.txt")))
            plain[traditional] = plain.GetValueOrDefault(simplified, simplified);

        // From the confusables of UTS #39 (https://www.unicode.org/reports/tr39, Unicode License v3), the letters that
        // look like one Latin letter, with or without marks; small capitals and letters with strokes added.
        foreach (var (lookAlike, latin) in Pairs(Resource("LookAlikes.txt"))) plain[lookAlike] = latin;
        return plain.ToFrozenDictionary();
    }

    private static IEnumerable<KeyValuePair<Rune, Rune>> Pairs(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i + 1 < runes.Length; i += 2) yield return new(runes[i], runes[i + 1]);
    }

    private static string Resource(string file)
    {
        using var stream = typeof(KeywordText).Assembly.GetManifestResourceStream($"Policy.Engine.EntryLists.{file}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("");
    }
}
