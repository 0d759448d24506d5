using System.Text;
using Jint;
using Jint.Native;

namespace Policy.Engine.Scripts.Running;

/// <summary>Methods of texts. Each has the receiver and two arguments, undefined when not given; texts too long for a method
/// hand over.</summary>
internal static class Texts
{
    private static readonly string[] Letters = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    public static string Letter(char letter) => letter < 128 ? Letters[letter] : letter.ToString();

    public static double Integer(ScriptValue value)
    {
        var number = Operations.Number(value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number);
    }

    public static ScriptValue At(ScriptRun run, string self, ScriptValue index, ScriptValue unused)
    {
        var i = Integer(index);
        if (i < 0) i += self.Length;
        return i >= 0 && i < self.Length ? new ScriptValue(Letter(self[(int)i])) : ScriptValue.Undefined;
    }

    public static string CharAt(ScriptRun run, string self, ScriptValue index, ScriptValue unused) =>
        Integer(index) is var i && i >= 0 && i < self.Length ? Letter(self[(int)i]) : "";

    public static double CharCodeAt(ScriptRun run, string self, ScriptValue index, ScriptValue unused) =>
        Integer(index) is var i && i >= 0 && i < self.Length ? self[(int)i] : double.NaN;

    public static bool Includes(ScriptRun run, string self, ScriptValue sought, ScriptValue from) =>
        IndexOf(run, self, sought, from) >= 0;

    public static double IndexOf(ScriptRun run, string self, ScriptValue sought, ScriptValue from) =>
        self.IndexOf(Sought(run, self, sought), Position(from, self.Length), StringComparison.Ordinal);

    public static double LastIndexOf(ScriptRun run, string self, ScriptValue sought, ScriptValue from)
    {
        var text = Sought(run, self, sought);
        if (!from.IsUndefined) ScriptRun.HandOver();
        return text.Length == 0 ? self.Length : self.LastIndexOf(text, StringComparison.Ordinal);
    }

    public static bool StartsWith(ScriptRun run, string self, ScriptValue sought, ScriptValue from) =>
        self.AsSpan(Position(from, self.Length)).StartsWith(Operations.Text(sought), StringComparison.Ordinal);

    public static bool EndsWith(ScriptRun run, string self, ScriptValue sought, ScriptValue end) =>
        self.AsSpan(0, end.IsUndefined ? self.Length : Position(end, self.Length))
            .EndsWith(Operations.Text(sought), StringComparison.Ordinal);

    public static string PadStart(ScriptRun run, string self, ScriptValue length, ScriptValue filler) =>
        Padding(run, self, length, filler) + self;

    public static string PadEnd(ScriptRun run, string self, ScriptValue length, ScriptValue filler) =>
        self + Padding(run, self, length, filler);

    public static string Repeat(ScriptRun run, string self, ScriptValue times, ScriptValue unused)
    {
        var count = Integer(times);
        if (count < 0 || count * Math.Max(1, self.Length) > ScriptLimits.Text) ScriptRun.HandOver();
        run.Charge((long)count * self.Length * 2);
        return new StringBuilder(self.Length * (int)count).Insert(0, self, (int)count).ToString();
    }

    public static string Replace(ScriptRun run, string self, ScriptValue sought, ScriptValue with)
    {
        var (text, replacement) = Replacement(run, self, sought, with);
        var at = self.IndexOf(text, StringComparison.Ordinal);
        return at < 0 ? self : run.Text(string.Concat(self.AsSpan(0, at), replacement, self.AsSpan(at + text.Length)));
    }

    public static string ReplaceAll(ScriptRun run, string self, ScriptValue sought, ScriptValue with)
    {
        var (text, replacement) = Replacement(run, self, sought, with);
        if (text.Length == 0 || replacement.Length * (self.Length + 1L) > 4_000_000) ScriptRun.HandOver();
        run.Charge(2L * self.Length * Math.Max(1, replacement.Length));
        return self.Replace(text, replacement, StringComparison.Ordinal);
    }

    public static string Slice(ScriptRun run, string self, ScriptValue from, ScriptValue to)
    {
        var (start, end) = Range(from, to, self.Length);
        return Part(run, self, start, Math.Max(start, end));
    }

    public static string Substring(ScriptRun run, string self, ScriptValue from, ScriptValue to)
    {
        var start = Position(from, self.Length);
        var end = to.IsUndefined ? self.Length : Position(to, self.Length);
        return Part(run, self, Math.Min(start, end), Math.Max(start, end));
    }

    public static ScriptList Split(ScriptRun run, string self, ScriptValue separator, ScriptValue limit)
    {
        if (!limit.IsUndefined || separator.IsObject) ScriptRun.HandOver();
        var parts = ScriptList.Make(run, 4);
        if (separator.IsUndefined) return parts.Add(run, new ScriptValue(self));
        var text = Sought(run, self, separator);
        if (text.Length == 0)
        {
            foreach (var letter in self) parts.Add(run, new ScriptValue(Letter(letter)));
            return parts;
        }

        run.Charge(4L * self.Length);
        foreach (var part in self.Split(text)) parts.Add(run, new ScriptValue(part));
        return parts;
    }

    public static string ToLowerCase(ScriptRun run, string self, ScriptValue unused, ScriptValue none) =>
        Ascii.IsValid(self) ? self.ToLowerInvariant() : Method("toLowerCase", self);

    public static string ToUpperCase(ScriptRun run, string self, ScriptValue unused, ScriptValue none) =>
        Ascii.IsValid(self) ? self.ToUpperInvariant() : Method("toUpperCase", self);

    public static string Trim(ScriptRun run, string self, ScriptValue unused, ScriptValue none) =>
        Ascii.IsValid(self) ? self.Trim(' ', '\t', '\n', '\v', '\f', '\r') : Method("trim", self);

    public static string TrimStart(ScriptRun run, string self, ScriptValue unused, ScriptValue none) =>
        Ascii.IsValid(self) ? self.TrimStart(' ', '\t', '\n', '\v', '\f', '\r') : Method("trimStart", self);

    public static string TrimEnd(ScriptRun run, string self, ScriptValue unused, ScriptValue none) =>
        Ascii.IsValid(self) ? self.TrimEnd(' ', '\t', '\n', '\v', '\f', '\r') : Method("trimEnd", self);

    public static string ToString(ScriptRun run, string self, ScriptValue unused, ScriptValue none) => self;

    public static (int Start, int End) Range(ScriptValue from, ScriptValue to, int length) =>
        (Relative(Integer(from), length), to.IsUndefined ? length : Relative(Integer(to), length));

    public static int Position(ScriptValue position, int length) => (int)Math.Clamp(Integer(position), 0, length);

    private static int Relative(double index, int length) =>
        (int)(index < 0 ? Math.Max(0, index + length) : Math.Min(index, length));

    private static string Part(ScriptRun run, string self, int start, int end)
    {
        run.Charge(24 + (2L * (end - start)));
        return self[start..end];
    }

    private static string Padding(ScriptRun run, string self, ScriptValue length, ScriptValue filler)
    {
        var total = Integer(length);
        if (total > ScriptLimits.Text) ScriptRun.HandOver();
        var missing = (int)Math.Max(0, total - self.Length);
        var text = filler.IsUndefined ? " " : Operations.Text(filler);
        if (missing == 0 || text.Length == 0) return "";
        run.Charge(4L * (missing + text.Length));
        return new StringBuilder().Insert(0, text, (missing / text.Length) + 1).ToString(0, missing);
    }

    // A `$` in a replacement stands for what was found.
    private static (string Text, string Replacement) Replacement(
        ScriptRun run, string self, ScriptValue sought, ScriptValue with)
    {
        if (sought.IsObject || with.IsObject) ScriptRun.HandOver();
        var replacement = Operations.Text(with);
        return replacement.Contains('$', StringComparison.Ordinal)
            ? ScriptRun.HandOver<(string, string)>()
            : (Sought(run, self, sought), replacement);
    }

    // Searching may compare every letter with every other.
    private static string Sought(ScriptRun run, string self, ScriptValue sought)
    {
        var text = Operations.Text(sought);
        run.Count((int)((long)self.Length * text.Length / 4096));
        return text;
    }

    private static string Method(string name, string self) =>
        Conversions.ByJint("String", name, new JsString(self)).AsString();

    /// <summary>The text that a value must be.</summary>
    public static string Of(ScriptValue value) => value.Reference as string ?? ScriptRun.HandOver<string>();

    /// <summary>Keeps a text within what methods may be given.</summary>
    public static string Given(ScriptRun run, string text) =>
        text.Length <= ScriptLimits.Text ? text : ScriptRun.HandOver<string>();

    public static ScriptValue Given(ScriptRun run, ScriptValue value) =>
        value.Reference is string { Length: > ScriptLimits.Text } ? ScriptRun.HandOver<ScriptValue>() : value;
}
