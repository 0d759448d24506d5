using System.Globalization;
using System.Runtime.CompilerServices;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.FactTypes;
using Policy.Engine.Indexing;

namespace Policy.Engine.EntryLists;

/// <summary>A column of a list: first gives each distinct value of the entries a number, then finds the numbers of the
/// values that a value of the facts matches.</summary>
internal abstract class MatchColumn(Field field, int slot)
{
    /// <summary>The field that is matched.</summary>
    public Field Field { get; } = field;

    /// <summary>Its slot in the item or the facts.</summary>
    public int Slot { get; } = slot;

    /// <summary>How many distinct values the entries have.</summary>
    public abstract int Count { get; }

    /// <summary>The number of an entry's value, which is new or known; -1 when nothing could ever match it.</summary>
    public abstract int Add(string value);

    /// <summary>Ends the adding.</summary>
    public abstract void Seal();

    /// <summary>The number of an entry's value.</summary>
    public abstract int NumberOf(string value);

    /// <summary>Adds the numbers of the values that the fact matches, perhaps repeatedly; an absent one matches none.</summary>
    public abstract void Find(in Value fact, ref NumberBuffer found);

    public static MatchColumn Of(Field field, int slot, ListMatch match) =>
        field.Type == FieldType.Text ? new TextColumn(field, slot, match) : new ScalarColumn(field, slot);

    /// <summary>Texts, matched in one of three ways.</summary>
    private sealed class TextColumn(Field field, int slot, ListMatch match) : MatchColumn(field, slot)
    {
        private readonly TextTable _texts = new();

        public override int Count => _texts.Count;

        public override int Add(string value) => Form(value) is { Length: > 0 } form ? _texts.Add(form) : -1;

        public override void Seal() => _texts.Seal(whole: match == ListMatch.Equals);

        public override int NumberOf(string value) => Form(value) is { Length: > 0 } form ? _texts.Find(form) : -1;

        [SkipLocalsInit]
        public override void Find(in Value fact, ref NumberBuffer found)
        {
            if (fact.IsNull || _texts.Count == 0) return;
            var text = fact.AsText();
            switch (match)
            {
                case ListMatch.Equals:
                    if (_texts.Find(text) is >= 0 and var number) found.Add(number);
                    break;
                case ListMatch.Prefix:
                    _texts.Beginning(text, ref found);
                    break;
                default:
                    var buffer = new TextBuffer(stackalloc char[256]);
                    KeywordText.Normalize(text, ref buffer);
                    _texts.Within(buffer.Text, ref found);
                    buffer.Dispose();
                    break;
            }
        }

        private string? Form(string value) => match switch
        {
            ListMatch.Keyword => KeywordText.Normalize(value),
            ListMatch.Equals when !Field.Values.IsEmpty && !Field.Values.Contains(value) => null,
            _ => value,
        };
    }

    /// <summary>Numbers, truth values, days and the like, matched by equality.</summary>
    private sealed class ScalarColumn(Field field, int slot) : MatchColumn(field, slot)
    {
        private readonly Dictionary<Value, int> _values = [];

        public override int Count => _values.Count;

        public override int Add(string value)
        {
            var form = Form(value);
            if (form.IsNull) return -1;
            _values.TryAdd(form, _values.Count);
            return _values[form];
        }

        public override void Seal() => _values.TrimExcess();

        public override int NumberOf(string value) => _values.GetValueOrDefault(Form(value), -1);

        public override void Find(in Value fact, ref NumberBuffer found)
        {
            if (_values.TryGetValue(fact, out var number)) found.Add(number);
        }

        private Value Form(string text) => Field.Type switch
        {
            FieldType.Number when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                Value.Number(number),
            FieldType.Boolean when text is "true" or "false" => Value.Boolean(text == "true"),
            FieldType.Date when Scalars.TryDate(text, out var date) => Value.Date(date),
            FieldType.Instant when Scalars.TryInstant(text, out var instant) => Value.Instant(instant),
            FieldType.Time => Temporals.Time(text),
            FieldType.Months when Temporals.Duration(text) is { Kind: ValueKind.Months } months => months,
            FieldType.Duration when Scalars.TryDuration(text, out var duration) => Value.Duration(duration),
            _ => Value.Null,
        };
    }
}
