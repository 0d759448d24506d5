using Acornima;
using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Assignments.</content>
internal sealed partial class Emitter
{
    private Operand Assignment(AssignmentExpression assignment)
    {
        var op = Operation(assignment.Operator);
        switch (assignment.Left)
        {
            case Identifier name:
                var slot = Variable(name);
                var value = op switch
                {
                    Operator.Assignment => Expression(assignment.Right),
                    Operator.LogicalAnd or Operator.LogicalOr or Operator.NullishCoalescing =>
                        Logical(op, Read(slot), () => Expression(assignment.Right)),
                    _ => Binary(assignment, op, Read(slot), Expression(assignment.Right)),
                };
                return new Operand(Assign(name, value), slot.Type);
            case MemberExpression { Optional: false } member
                when op is not (Operator.LogicalAnd or Operator.LogicalOr or Operator.NullishCoalescing):
                return Change(member, old => op == Operator.Assignment
                    ? Expression(assignment.Right)
                    : Binary(assignment, op, old(), Expression(assignment.Right))).New;
            default: throw new OutsideSubsetException(assignment.Left);
        }
    }

    private Tree Assign(Identifier name, Operand value)
    {
        var slot = Variable(name);
        if (slot.Binding == Binding.Constant) throw new OutsideSubsetException(name);
        inferred.Join(slot.Declaration, value.Type);
        return Tree.Assign(slot.Code, value.As(slot.Type));
    }

    private Operand Update(UpdateExpression update)
    {
        var step = Operand.Constant(update.Operator == Operator.Increment ? 1d : -1d);
        var before = Tree.Variable(typeof(double));
        if (update.Argument is Identifier name)
        {
            var changed = Assign(name, Operand.Number(Tree.Add(before, step.Code)));
            return Operand.Number(Tree.Block(
                [before],
                Tree.Assign(before, Read(Variable(name)).Number()),
                changed,
                update.Prefix ? Tree.Add(before, step.Code) : before));
        }

        if (update.Argument is not MemberExpression { Optional: false } member) throw new OutsideSubsetException(update);
        var change = Change(member, old => Operand.Number(Tree.Add(Tree.Assign(before, old().Number()), step.Code)));
        return Operand.Number(Tree.Block(
            [before], change.New.Code, update.Prefix ? Tree.Add(before, step.Code) : before));
    }

    /// <summary>Sets a member to what is made of its old value: object and key are evaluated once, before the value.</summary>
    private (Operand New, Operand Old) Change(MemberExpression member, Func<Func<Operand>, Operand> change)
    {
        var target = Tree.Variable(typeof(ScriptValue));
        var whole = Expression(member.Object);
        var held = new Operand(target, whole.Type.Clr == typeof(ScriptValue) ? whole.Type : ScriptType.Any);
        var key = member.Computed ? Expression(member.Property) : Operand.Constant(((Identifier)member.Property).Name);
        var name = Tree.Variable(key.Code.Type);
        var heldKey = key with { Code = key.Code is System.Linq.Expressions.ConstantExpression ? key.Code : name };
        var value = change(() => member.Computed ? Item(held, heldKey) : Member(held, ((Identifier)member.Property).Name, member));
        var result = Tree.Variable(value.Code.Type);
        var stored = value with { Code = result };
        var code = Tree.Block(
            [target, name, result],
            Tree.Assign(target, whole.Value()),
            Tree.Assign(name, key.Code),
            Tree.Assign(result, value.Code),
            Tree.Call(
                typeof(Members), nameof(Members.Set), null, _run, target,
                key.Type == ScriptType.Text ? heldKey.Code : heldKey.Value(), stored.Value()),
            result);
        return (value with { Code = code }, held);
    }

    private static Operator Operation(Operator assignment) => assignment switch
    {
        Operator.Assignment => Operator.Assignment,
        Operator.NullishCoalescingAssignment => Operator.NullishCoalescing,
        Operator.LogicalOrAssignment => Operator.LogicalOr,
        Operator.LogicalAndAssignment => Operator.LogicalAnd,
        Operator.BitwiseOrAssignment => Operator.BitwiseOr,
        Operator.BitwiseXorAssignment => Operator.BitwiseXor,
        Operator.BitwiseAndAssignment => Operator.BitwiseAnd,
        Operator.LeftShiftAssignment => Operator.LeftShift,
        Operator.RightShiftAssignment => Operator.RightShift,
        Operator.UnsignedRightShiftAssignment => Operator.UnsignedRightShift,
        Operator.AdditionAssignment => Operator.Addition,
        Operator.SubtractionAssignment => Operator.Subtraction,
        Operator.MultiplicationAssignment => Operator.Multiplication,
        Operator.DivisionAssignment => Operator.Division,
        Operator.RemainderAssignment => Operator.Remainder,
        Operator.ExponentiationAssignment => Operator.Exponentiation,
        _ => Operator.Unknown,
    };
}
