using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Regular expressions, matched in time linear to the text: no look-around, no back references.</summary>
internal static class PatternFunctions
{
    // What building an automaton costs compared with an item of a list.
    private const int BuildCost = 10_000;

    private static readonly Parameter Input = new("input", ValueKind.Text);
    private static readonly Parameter Pattern = new("pattern", ValueKind.Text);
    private static readonly Parameter Flags = new("flags", ValueKind.Text) { Optional = true, TakesNull = true };

    public static readonly ImmutableArray<BuiltIn> All =
    [
        Function("matches", [Input, Pattern, Flags], DataType.Boolean, 2,
            static (_, regex, a) => Value.Boolean(regex.IsMatch(a[0].AsText()))),
        Function("replace", [Input, Pattern, new("replacement", ValueKind.Text), Flags], DataType.Text, 3, Replace),
        Function("split", [new("string", ValueKind.Text), new("delimiter", ValueKind.Text)],
            DataType.ListOf(DataType.Text), -1, Split),
    ];

    private delegate Value PatternBody(Frame frame, Regex regex, ReadOnlySpan<Value> arguments);

    private static BuiltIn Function(string name, ImmutableArray<Parameter> parameters, DataType type, int flags,
        PatternBody body)
    {
        Value Build(Frame frame, ReadOnlySpan<Value> a)
        {
            if (!frame.Spend(BuildCost)) return Value.Null;
            return Make(a[1], flags < 0 ? Value.Null : a[flags]) is { } regex
                ? Run(frame, regex, body, a)
                : frame.Fault(DiagnosticCode.InvalidArgument, Messages.InvalidPattern(Texts.Cut(a[1].AsText(), 60)));
        }

        Body? Prepare(Value?[] constants)
        {
            var known = flags < 0 || constants[flags] is { Kind: ValueKind.Text or ValueKind.Null };
            if (constants[1] is not { Kind: ValueKind.Text } pattern || !known) return Build;
            var regex = Make(pattern, flags < 0 ? Value.Null : constants[flags]!.Value);
            return regex is null ? null : (frame, a) => Run(frame, regex, body, a);
        }

        return new BuiltIn(name, parameters, type, Build) { Prepare = Prepare };
    }

    private static Value Run(Frame frame, Regex regex, PatternBody body, ReadOnlySpan<Value> a) =>
        Texts.Fits(frame, a[0].AsText().Length) ? body(frame, regex, a) : Value.Null;

    private static Regex? Make(Value pattern, Value flags)
    {
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        foreach (var flag in flags.IsNull ? "" : flags.AsText())
        {
            if (Option(flag) is not { } option) return null;
            options |= option;
        }

        if (pattern.AsText().Length > Limits.PatternLength || HasOctal(pattern.AsText())) return null;
        try
        {
            return new Regex(pattern.AsText(), options);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>True for a backslash and a digit within brackets, which only .NET takes for a character.</summary>
    private static bool HasOctal(string pattern)
    {
        var within = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                if (within && char.IsAsciiDigit(pattern[i + 1])) return true;
                i++;
            }
            else
            {
                within = pattern[i] == '[' || (within && pattern[i] != ']');
            }
        }

        return false;
    }

    private static RegexOptions? Option(char flag) => flag switch
    {
        's' => RegexOptions.Singleline,
        'm' => RegexOptions.Multiline,
        'i' => RegexOptions.IgnoreCase,
        'x' => RegexOptions.IgnorePatternWhitespace,
        _ => null,
    };

    private static Value Replace(Frame frame, Regex regex, ReadOnlySpan<Value> a)
    {
        var (text, replacement, result, end) = (a[0].AsText(), a[2].AsText(), new StringBuilder(), 0);
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            if (result.Length > Limits.TextLength) break;
            if (!frame.Spend(replacement.Length + 1)) return Value.Null;
            result.Append(text, end, match.Index - end);
            Expand(result, replacement, match);
            end = match.Index + match.Length;
        }

        return Made(frame, result.Append(text, end, text.Length - end).ToString());
    }

    /// <summary>Appends the replacement, in which <c>$0</c> to <c>$9</c> stand for groups and <c>\$</c>, <c>\\</c> for
    /// themselves.</summary>
    private static void Expand(StringBuilder result, string replacement, Match match)
    {
        for (var i = 0; i < replacement.Length && result.Length <= Limits.TextLength; i++)
        {
            var next = i + 1 < replacement.Length ? replacement[i + 1] : '\0';
            if (replacement[i] == '$' && char.IsAsciiDigit(next)) result.Append(match.Groups[next - '0'].ValueSpan);
            else if (replacement[i] == '\\' && next is '$' or '\\') result.Append(next);
            else
            {
                result.Append(replacement[i]);
                continue;
            }

            i++;
        }
    }

    private static Value Split(Frame frame, Regex regex, ReadOnlySpan<Value> a)
    {
        var (text, parts, end) = (a[0].AsText(), new List<Value>(), 0);
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            if (!frame.Spend(1)) return Value.Null;
            if (match.Length == 0) continue;
            parts.Add(Made(frame, text[end..match.Index]));
            end = match.Index + match.Length;
        }

        parts.Add(Made(frame, text[end..]));
        return Lists.Made(frame, [.. parts]);
    }

    /// <summary>The text, unless a match split a character outside the basic plane.</summary>
    private static Value Made(Frame frame, string text) => Texts.IllFormed(text) < 0
        ? Texts.Made(frame, text)
        : frame.Fault(DiagnosticCode.InvalidArgument, Messages.InvalidPattern("."));
}
