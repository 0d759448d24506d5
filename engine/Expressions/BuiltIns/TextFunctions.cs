using System.Collections.Immutable;
using System.Text;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.BuiltIns;

/// <summary>Texts, by Unicode characters, compared ordinally.</summary>
internal static class TextFunctions
{
    private static readonly Parameter Text = new("string", ValueKind.Text);
    private static readonly Parameter Match = new("match", ValueKind.Text);

    public static readonly ImmutableArray<BuiltIn> All =
    [
        new("substring",
            [Text, new("start position", ValueKind.Number), new("length", ValueKind.Number) { Optional = true }],
            DataType.Text, Substring),
        new("string length", [Text], DataType.Number, static (_, a) => Value.Number(Texts.Length(a[0].AsText()))),
        new("upper case", [Text], DataType.Text, static (f, a) => Texts.Made(f, a[0].AsText().ToUpperInvariant())),
        new("lower case", [Text], DataType.Text, static (f, a) => Texts.Made(f, a[0].AsText().ToLowerInvariant())),
        new("trim", [Text], DataType.Text, static (f, a) => Texts.Made(f, a[0].AsText().Trim())),
        new("substring before", [Text, Match], DataType.Text, static (f, a) =>
            a[0].AsText() is var text && text.IndexOf(a[1].AsText(), StringComparison.Ordinal) is var at and >= 0
                ? Texts.Made(f, text[..at])
                : Value.Text("")),
        new("substring after", [Text, Match], DataType.Text, static (f, a) =>
            a[0].AsText() is var text && text.IndexOf(a[1].AsText(), StringComparison.Ordinal) is var at and >= 0
                ? Texts.Made(f, text[(at + a[1].AsText().Length)..])
                : Value.Text("")),
        new("contains", [Text, Match], DataType.Boolean,
            static (_, a) => Value.Boolean(a[0].AsText().Contains(a[1].AsText(), StringComparison.Ordinal))),
        new("starts with", [Text, Match], DataType.Boolean,
            static (_, a) => Value.Boolean(a[0].AsText().StartsWith(a[1].AsText(), StringComparison.Ordinal))),
        new("ends with", [Text, Match], DataType.Boolean,
            static (_, a) => Value.Boolean(a[0].AsText().EndsWith(a[1].AsText(), StringComparison.Ordinal))),
        new("string join",
            [new("list", ValueKind.List) { Items = ValueKind.Text },
            new("delimiter", ValueKind.Text) { Optional = true, TakesNull = true }],
            DataType.Text, Join),
    ];

    private static Value Substring(Frame frame, ReadOnlySpan<Value> a)
    {
        var (text, start) = (a[0].AsText(), a[1].AsNumber());
        var length = Texts.Length(text);
        if (start != decimal.Truncate(start) || start == 0 || Math.Abs(start) > length + 1)
            return frame.Fault(DiagnosticCode.IndexOutOfRange, Messages.OutOfRange("substring", a[1], length));
        var from = start > 0 ? (int)start - 1 : length + (int)start;
        if (from < 0)
            return frame.Fault(DiagnosticCode.IndexOutOfRange, Messages.OutOfRange("substring", a[1], length));
        var count = a[2].IsNull ? length - from : a[2].AsNumber();
        if (count < 0)
            return frame.Fault(DiagnosticCode.InvalidArgument,
                Messages.Invalid("substring", a[2], "不小于零的长度", "a length of at least zero"));
        var to = from + (int)Math.Min(decimal.Truncate(count), length - from);
        return Texts.Made(frame, text[Texts.Unit(text, from)..Texts.Unit(text, to)]);
    }

    private static Value Join(Frame frame, ReadOnlySpan<Value> a)
    {
        var items = a[0].AsList();
        var (delimiter, joined) = (a[1].IsNull ? "" : a[1].AsText(), new StringBuilder());
        if (!frame.Spend(items.Length)) return Value.Null;
        var first = true;
        foreach (var item in items)
        {
            // As in DMN, absent items are left out.
            if (item.IsNull) continue;
            if (item.Kind != ValueKind.Text)
                return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType("string join", item, "文本", "a text"));
            if (!first) joined.Append(delimiter);
            joined.Append(item.AsText());
            first = false;
            if (joined.Length > Limits.TextLength) break;
        }

        return Texts.Made(frame, joined.ToString());
    }
}
