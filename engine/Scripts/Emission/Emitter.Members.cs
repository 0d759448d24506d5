using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Members and items; facts by their slots.</content>
internal sealed partial class Emitter
{
    /// <summary>A chain of members and calls; <c>?.</c> ends the whole of it at an absent value.</summary>
    private Operand Chain(Expression expression, Func<Operand, Operand> next)
    {
        switch (expression)
        {
            case ChainExpression chain: return next(Chain(chain.Expression, o => o));
            case MemberExpression { Object: Identifier { Name: var space } } member when IsGlobal(space):
                return next(GlobalMember(space, member));
            case MemberExpression member:
                return Chain(member.Object, whole => Present(whole, member.Optional, present => next(Member(present, member))));
            case CallExpression { Callee: MemberExpression { Object: Identifier { Name: var space } } callee } call
                when IsGlobal(space):
                return next(GlobalCall(space, callee, call));
            case CallExpression { Optional: false, Callee: MemberExpression callee } call:
                return Chain(callee.Object, whole => Present(whole, callee.Optional, present => next(Method(present, callee, call))));
            case CallExpression { Optional: false } call: return next(Call(call));
            case CallExpression: throw new OutsideSubsetException(expression);
            default: return next(Expression(expression));
        }
    }

    private static Operand Present(Operand whole, bool optional, Func<Operand, Operand> next)
    {
        if (!optional || !whole.Type.May(Kinds.Nullish)) return next(whole);
        var held = Tree.Variable(whole.Code.Type);
        var rest = whole.Type.Without(Kinds.Nullish);
        if (rest.Kinds == Kinds.None) rest = ScriptType.Any;
        var value = next(new Operand(new Operand(held, whole.Type).As(rest), rest));
        var type = value.Type.Join(ScriptType.Undefined);
        return new Operand(
            Tree.Block(
                [held],
                Tree.Assign(held, whole.Code),
                Tree.Condition(new Operand(held, whole.Type).Nullish(), Operand.Undefined.Code, value.As(type))),
            type);
    }

    private Operand Member(Operand whole, MemberExpression member) => member.Computed
        ? Item(whole, Expression(member.Property))
        : Member(whole, ((Identifier)member.Property).Name, member);

    private static Operand Member(Operand whole, string name, Node node)
    {
        if (whole.Type.Members is { } members && whole.Type.Is(Kinds.Object | Kinds.Nullish)) return Fact(whole, members, name, node);
        if (name == "length" && whole.Type == ScriptType.Text)
            return Operand.Of(Tree.Property(whole.Code, nameof(string.Length)));
        if (name == "length" && whole.Type.Items is not null)
            return Operand.Of(Tree.ArrayLength(Tree.Call(typeof(Members), nameof(Members.FactList), null, whole.Value())));
        return new Operand(
            Tree.Call(typeof(Members), nameof(Members.Get), null, whole.Value(), Operand.Constant(name).Code), ScriptType.Any);
    }

    private static Operand Fact(Operand whole, FactType members, string name, Node node)
    {
        var slot = members.Shape.Slot(name);
        if (slot < 0)
        {
            return Members.IsBuiltIn(name)
                ? throw new OutsideSubsetException(node)
                : Operand.Undefined with { Code = Tree.Block(whole.Facts(), Operand.Undefined.Code) };
        }

        var values = Tree.Call(typeof(Members), nameof(Members.Facts), null, whole.Facts(), Tree.Constant(members.Shape));
        var type = ScriptType.Of(members.Fields[slot]);
        return new Operand(Tree.Call(typeof(Members), Reading(type), null, Tree.ArrayIndex(values, Tree.Constant(slot))), type);
    }

    /// <summary>An item of a list of the facts.</summary>
    public static Operand FactItem(Tree list, Tree index, ScriptType type)
    {
        var value = Tree.Call(typeof(Members), Reading(type), null, Tree.ArrayIndex(list, index));
        return new Operand(new Operand(value, ScriptType.Any).As(type), type);
    }

    // A value of another kind than the fact type says hands over.
    private static string Reading(ScriptType type) =>
        type.Kinds == Kinds.Any ? nameof(Members.Fact)
        : type.May(Kinds.Number) ? nameof(Members.FactNumber)
        : type.May(Kinds.Boolean) ? nameof(Members.FactBoolean)
        : type.May(Kinds.Text) ? nameof(Members.FactText)
        : type.Items is not null ? nameof(Members.FactItems)
        : nameof(Members.FactObject);

    private static Operand Item(Operand whole, Operand key)
    {
        if (key.Type == ScriptType.Text && key.Code is System.Linq.Expressions.ConstantExpression { Value: string name }
            && !(name.Length > 0 && char.IsAsciiDigit(name[0])))
            return Member(whole, name, null!);
        var index = key.Type == ScriptType.Number ? key.Code : key.Value();
        var type = whole.Type is { Items: { } items } && key.Type == ScriptType.Number
            ? items.Join(ScriptType.Undefined)
            : ScriptType.Any;
        var value = new Operand(Tree.Call(typeof(Members), nameof(Members.Get), null, whole.Value(), index), ScriptType.Any);
        return new Operand(value.As(type), type);
    }
}
