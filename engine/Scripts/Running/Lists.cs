using System.Text;

namespace Policy.Engine.Scripts.Running;

/// <summary>Methods of lists: those of scripts and, to read, those of the facts. Each has the receiver and two arguments,
/// undefined when not given.</summary>
internal static class Lists
{
    public static int Length(ScriptValue list) =>
        list.Reference is ScriptList own ? own.Count
        : list.Reference is Value[] facts ? facts.Length
        : ScriptRun.HandOver<int>();

    public static ScriptValue Item(ScriptValue list, int index) =>
        list.Reference is Value[] facts ? ScriptValue.Of(in facts[index]) : ((ScriptList)list.Reference!)[index];

    /// <summary>What <c>for…of</c> and the methods walk: a list, not too long for them.</summary>
    public static ScriptValue Walked(ScriptValue list) =>
        Length(list) <= ScriptLimits.Items ? list : ScriptRun.HandOver<ScriptValue>();

    public static ScriptValue At(ScriptRun run, ScriptValue self, ScriptValue index, ScriptValue unused)
    {
        var i = Texts.Integer(index);
        if (i < 0) i += Length(self);
        return i >= 0 && i < Length(self) ? Item(self, (int)i) : ScriptValue.Undefined;
    }

    public static ScriptList Concat(ScriptRun run, ScriptValue self, ScriptValue more, ScriptValue unused)
    {
        var result = AddAll(run, ScriptList.Make(run, Length(self) + 1), self);
        return more.Reference is ScriptList or Value[] ? AddAll(run, result, more) : result.Add(run, more);
    }

    public static bool Includes(ScriptRun run, ScriptValue self, ScriptValue sought, ScriptValue from)
    {
        for (var i = From(run, self, from); i < Length(self); i++)
            if (Operations.Found(Item(self, i), sought)) return true;
        return false;
    }

    public static double IndexOf(ScriptRun run, ScriptValue self, ScriptValue sought, ScriptValue from)
    {
        for (var i = From(run, self, from); i < Length(self); i++)
            if (Operations.Same(Item(self, i), sought)) return i;
        return -1;
    }

    public static double LastIndexOf(ScriptRun run, ScriptValue self, ScriptValue sought, ScriptValue from)
    {
        if (!from.IsUndefined) ScriptRun.HandOver();
        for (var i = From(run, self, from) + Length(self) - 1; i >= 0; i--)
            if (Operations.Same(Item(self, i), sought)) return i;
        return -1;
    }

    public static string Join(ScriptRun run, ScriptValue self, ScriptValue separator, ScriptValue unused)
    {
        var between = separator.IsUndefined ? "," : Operations.Text(separator);
        var joined = new StringBuilder();
        for (var i = 0; i < Length(self); i++)
        {
            if (i > 0) joined.Append(between);
            var item = Item(self, i);
            if (!item.IsNullish) joined.Append(Operations.Text(item));
            if (joined.Length > ScriptLimits.Text) ScriptRun.HandOver();
        }

        return run.Text(joined.ToString());
    }

    public static double Push(ScriptRun run, ScriptValue self, ScriptValue item) => Own(self).Add(run, item).Count;

    public static double PushAll(ScriptRun run, ScriptValue self, ScriptValue more) => AddAll(run, Own(self), more).Count;

    public static bool IsList(ScriptValue value) => value.Reference is ScriptList or Value[];

    public static ScriptValue Pop(ScriptRun run, ScriptValue self, ScriptValue unused, ScriptValue none)
    {
        var list = Own(self);
        if (list.Frozen) ScriptRun.HandOver();
        if (list.Count == 0) return ScriptValue.Undefined;
        var last = list[list.Count - 1];
        list.Remove(1);
        return last;
    }

    public static ScriptValue Shift(ScriptRun run, ScriptValue self, ScriptValue unused, ScriptValue none)
    {
        var list = Own(self);
        if (list.Frozen) ScriptRun.HandOver();
        if (list.Count == 0) return ScriptValue.Undefined;
        var first = list[0];
        run.Count(list.Count / 16);
        list.Items[1..].CopyTo(list.Items);
        list.Remove(1);
        return first;
    }

    public static ScriptValue Reverse(ScriptRun run, ScriptValue self, ScriptValue unused, ScriptValue none)
    {
        var list = Own(self);
        if (list.Frozen) ScriptRun.HandOver();
        run.Count(list.Count / 16);
        list.Items.Reverse();
        return self;
    }

    public static ScriptList Slice(ScriptRun run, ScriptValue self, ScriptValue from, ScriptValue to)
    {
        var (start, end) = Texts.Range(from, to, Length(self));
        var part = ScriptList.Make(run, Math.Max(0, end - start));
        for (var i = start; i < end; i++) part.Add(run, Item(self, i));
        return part;
    }

    public static ScriptList Flat(ScriptRun run, ScriptValue self, ScriptValue depth, ScriptValue unused)
    {
        if (!depth.IsUndefined) ScriptRun.HandOver();
        var flat = ScriptList.Make(run, Length(self));
        for (var i = 0; i < Length(self); i++) AddFlat(run, flat, Item(self, i));
        return flat;
    }

    /// <summary>Adds an item, or the items of a list; returns the list.</summary>
    public static ScriptList AddFlat(ScriptRun run, ScriptList list, ScriptValue item) =>
        item.Reference is ScriptList or Value[] ? AddAll(run, list, item) : list.Add(run, item);

    public static ScriptValue Sort(ScriptRun run, ScriptValue self, ScriptValue unused, ScriptValue none)
    {
        var list = Own(self);
        var length = 0L;
        foreach (var item in list.Items) length += item.Reference is string text ? text.Length : 8;
        if (list.Frozen || length > ScriptLimits.Text * 20L) ScriptRun.HandOver();
        if (list.Count < 2) return self;
        run.Charge(40L * list.Count);
        var keyed = new (string? Key, ScriptValue Item)[list.Count];
        for (var i = 0; i < keyed.Length; i++)
            keyed[i] = (list[i].IsUndefined ? null : Operations.Text(list[i]), list[i]);
        Sorting.Merge(run, keyed, (a, b) =>
            a.Key is null ? b.Key is null ? 0 : 1 : b.Key is null ? -1 : string.CompareOrdinal(a.Key, b.Key));
        for (var i = 0; i < keyed.Length; i++) list[i] = keyed[i].Item;
        return self;
    }

    /// <summary>Sorts by a comparison, which undefined items do not reach: they come last.</summary>
    public static ScriptValue SortBy(ScriptRun run, ScriptValue self, Func<ScriptRun, ScriptValue, ScriptValue, double> compare)
    {
        var list = Own(self);
        if (list.Frozen) ScriptRun.HandOver();
        if (list.Count < 2) return self;
        run.Charge(32L * list.Count);
        var items = list.Items.ToArray();
        Sorting.Merge(run, items, (a, b) =>
            a.IsUndefined ? b.IsUndefined ? 0 : 1
            : b.IsUndefined ? -1
            : compare(run, a, b) is var order && order < 0 ? -1 : order > 0 ? 1 : 0);
        if (list.Count != items.Length || list.Frozen) ScriptRun.HandOver();
        items.CopyTo(list.Items);
        return self;
    }

    /// <summary>Adds the items of a list; returns the list that they are added to.</summary>
    public static ScriptList AddAll(ScriptRun run, ScriptList list, ScriptValue more)
    {
        var count = Length(more);
        run.Count(count / 16);
        for (var i = 0; i < count; i++) list.Add(run, Item(more, i));
        return list;
    }

    private static int From(ScriptRun run, ScriptValue self, ScriptValue from)
    {
        run.Count(Length(self) / 16);
        return Texts.Range(from, ScriptValue.Undefined, Length(self)).Start;
    }

    private static ScriptList Own(ScriptValue self) => self.Reference as ScriptList ?? ScriptRun.HandOver<ScriptList>();
}
