using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Paths and filters.</summary>
internal sealed partial class Binder
{
    private Code BindMember(Member node)
    {
        var source = Bind(node.Source);
        var (run, name, type) = (source.Run, node.Text, source.Type);
        if (!type.IsKnown || session.IsLenient) return Made(node, DataType.Any, frame => Access.Member(frame, run(frame), name), source);
        var (element, many) = type.Kind == ValueKind.List ? (type.Items ?? DataType.Any, true) : (type, false);
        if (MemberType(element, node) is not { } member) return Code.Failed;
        var (shape, slot) = (element.Shape, element.Shape?.Slot(name) ?? -1);
        if (many)
            return Made(node, DataType.ListOf(member), f => Access.MemberOfItems(f, run(f), name, shape, slot), source);
        if (slot >= 0 && source is { Place: { } place, Constant: null }) return Code.At(place.Member(name, shape, slot), member);
        return slot < 0
            ? Made(node, member, frame => Access.Member(frame, run(frame), name), source)
            : Made(node, member, frame =>
            {
                var value = run(frame);
                return Access.Member(frame, in value, name, shape, slot);
            }, source);
    }

    /// <summary>The type of a member; null, and an error, when values of the type have none of that name.</summary>
    private DataType? MemberType(DataType type, Member node)
    {
        if (!type.IsKnown || (type.Kind == ValueKind.Object && type.Members.IsDefault)) return DataType.Any;
        if (type.Kind == ValueKind.Object)
        {
            foreach (var member in type.Members)
                if (member.Name == node.Text) return member.Type;
            return UnknownMember(node, type.Members.Select(m => m.Name));
        }

        var properties = Temporals.Properties(type.Kind!.Value);
        foreach (var property in properties)
            if (property.Name == node.Text) return property.Type;
        if (properties.Length > 0) return UnknownMember(node, properties.Select(p => p.Name));
        session.Error(DiagnosticCode.UnknownMember, Messages.NoMembers(node.Text, type), node.NameSpan);
        return null;
    }

    private DataType? UnknownMember(Member node, IEnumerable<string> known)
    {
        session.Error(DiagnosticCode.UnknownMember, Messages.UnknownMember(node.Text, known), node.NameSpan);
        return null;
    }

    private Code BindFilter(Filter node)
    {
        var source = Bind(node.Source);
        var item = session.IsLenient ? DataType.Any : ItemOf(source.Type);
        var symbol = Local("item", item, out var slot);
        var inner = session.IsLenient
            ? new Scope(scope, []) { Open = (name, outer) => MemberOrOuter(name, outer, slot) }
            : new Scope(scope, [.. MembersOf(item, slot), symbol]);
        var condition = new Binder(inner, session).Bind(node.Condition);
        if (condition.Type is { IsKnown: true, Kind: not (ValueKind.Number or ValueKind.Boolean) })
        {
            return session.Error(
                DiagnosticCode.TypeMismatch,
                Messages.Operand("[…]", condition.Type, DataType.Boolean),
                node.Condition.Span);
        }

        var (list, test) = (source.Run, condition.Run);
        return condition.Type.Kind == ValueKind.Number
            ? Made(node, item, frame => Access.Item(frame, list(frame), test(frame)), source, condition)
            : new Code(
                condition.Type.IsKnown ? DataType.ListOf(item) : DataType.Any,
                frame => Select(frame, list(frame), test, slot));
    }

    /// <summary>A name within a filter of DMN: the item's member, else the item, else what is around.</summary>
    private static Symbol MemberOrOuter(string name, Symbol? outer, int slot) => new(name, DataType.Any, frame =>
    {
        var item = frame.Locals[slot];
        if (item.Kind == ValueKind.Object && item.AsObject().Shape.Slot(name) is >= 0 and var at) return item.AsObject()[at];
        if (name == "item") return item;
        return outer is not null ? outer.Get(frame)
            : item.Kind == ValueKind.Object ? Value.Null
            : frame.Fault(DiagnosticCode.UnknownName, Messages.UnknownName(name, []));
    });

    /// <summary>The type of the items of a list; of any other value, which stands for a list of one, its own.</summary>
    private static DataType ItemOf(DataType type) =>
        type.Kind is ValueKind.List or ValueKind.Range ? type.Items ?? DataType.Any : type;

    /// <summary>The members of the items, which a filter may name without their item.</summary>
    private static IEnumerable<Symbol> MembersOf(DataType item, int slot)
    {
        if (item.Kind != ValueKind.Object || item.Members.IsDefault) yield break;
        foreach (var member in item.Members)
        {
            if (member.Name == "item") continue;
            var (name, shape, at) = (member.Name, item.Shape, item.Shape?.Slot(member.Name) ?? -1);
            yield return at < 0
                ? new Symbol(name, member.Type, frame => Access.Member(frame, frame.Locals[slot], name))
                : new Symbol(name, member.Type, Place.Local(slot).Member(name, shape, at));
        }
    }

    private static Value Select(Frame frame, Value source, Func<Frame, Value> test, int slot)
    {
        if (source.IsNull) return Value.Null;
        var start = frame.Pushed;
        var kept = Keep(frame, in source, test, slot) ?? Value.List(ImmutableArray.Create(frame.PushedSince(start)));
        frame.Pop(start);
        return kept;
    }

    /// <summary>Pushes the items that pass; null, or what the filter gives instead: the item at a position, or nothing.</summary>
    private static Value? Keep(Frame frame, in Value source, Func<Frame, Value> test, int slot)
    {
        foreach (ref readonly var item in Lists.Items(in source))
        {
            if (!frame.Spend(Limits.IterationCost)) return Value.Null;
            frame.Locals[slot] = item;
            var result = test(frame);
            if (result.Kind == ValueKind.Number) return Access.Item(frame, in source, in result);
            if (Logic.Truth(frame, in result, "[…]") == true) frame.Push(in item);
        }

        return null;
    }
}
