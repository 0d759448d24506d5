namespace Policy.Engine.Expressions.Operations;

/// <summary>Members of objects and positions of lists.</summary>
internal static class Access
{
    /// <summary>A member by name: of an object, of every object of a list, or a property of a date or
    /// duration.</summary>
    public static Value Member(Frame frame, in Value source, string name)
    {
        switch (source.Kind)
        {
            case ValueKind.Null: return Value.Null;
            case ValueKind.Object: return source.AsObject()[name];
            case ValueKind.List: return MemberOfItems(frame, source, name, null, -1);
            default:
                return Temporals.Property(frame, source, name)
                    ?? frame.Fault(DiagnosticCode.WrongType, Messages.WrongType($".{name}", source, "对象", "an object"));
        }
    }

    /// <summary>A member by the slot of the expected shape; objects of another shape are asked by name.</summary>
    public static Value Member(Frame frame, in Value source, string name, Shape? shape, int slot)
    {
        if (source.Kind != ValueKind.Object) return Member(frame, in source, name);
        var context = source.AsObject();
        return ReferenceEquals(context.Shape, shape) ? context[slot] : context[name];
    }

    public static Value MemberOfItems(Frame frame, in Value list, string name, Shape? shape, int slot)
    {
        if (list.Kind != ValueKind.List) return Member(frame, list, name);
        var items = list.AsList();
        if (!frame.Spend(items.Length)) return Value.Null;
        var members = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            // A list within the list would nest as deep as the data: its members are not searched.
            members[i] = items[i].Kind == ValueKind.List
                ? frame.Fault(DiagnosticCode.WrongType, Messages.WrongType($".{name}", items[i], "对象", "an object"))
                : Member(frame, in items[i], name, shape, slot);
        }

        return Lists.Made(frame, members);
    }

    /// <summary>The item at a position, counted from 1, or backwards from -1; null, with a fault, when there is
    /// none.</summary>
    public static Value Item(Frame frame, in Value source, in Value position)
    {
        if (source.IsNull || position.IsNull) return Value.Null;
        if (position.Kind != ValueKind.Number)
            return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType("[…]", position, "数字", "a number"));
        var items = Lists.Items(in source);
        var number = position.AsNumber();
        if (Numbers.TryInt(number, out var place) && place > 0 && place <= items.Length) return items[place - 1];
        if (!Numbers.IsWhole(number) || number == 0 || Math.Abs(number) > items.Length)
            return frame.Fault(DiagnosticCode.IndexOutOfRange, Messages.OutOfRange("[…]", position, items.Length));
        return items[(int)number > 0 ? (int)number - 1 : items.Length + (int)number];
    }
}
