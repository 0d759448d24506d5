using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Names: declaring, destructuring and finding variables.</content>
internal sealed partial class Emitter
{
    private Tree Declare(Identifier name, Operand value, int from, Binding binding = Binding.Variable)
    {
        var type = inferred.Join(name, value.Type);
        var slot = new Slot(name, Tree.Variable(type.Clr, name.Name), type, _frame.Method) { From = from, Binding = binding };
        Add(name, slot);
        return Tree.Assign(slot.Code, value.As(type));
    }

    /// <summary>Declares a function value, which may use its own name.</summary>
    private Tree Declare(Identifier name, Func<Operand> function, int from, bool constant)
    {
        var type = inferred.Join(name, ScriptType.Object);
        var slot = new Slot(name, Tree.Variable(type.Clr, name.Name), type, _frame.Method)
        {
            From = from, Binding = constant ? Binding.Constant : Binding.Variable,
        };
        Add(name, slot);
        return Tree.Assign(slot.Code, function().As(type));
    }

    private void Add(Identifier name, Slot slot)
    {
        if (_scope.Has(name.Name)) throw new OutsideSubsetException(name);
        _scope.Add(name.Name, slot);
        _scope.Variables.Add(slot.Code);
    }

    /// <summary>Declares what a pattern names, with the parts of a value.</summary>
    private void Bind(Node pattern, Operand value, int from, List<Tree> code, Binding binding = Binding.Variable)
    {
        switch (pattern)
        {
            case Identifier name:
                code.Add(Declare(name, value, from, binding));
                break;
            case AssignmentPattern optional:
                Bind(optional.Left, Default(value, optional.Right), from, code, binding);
                break;
            case ObjectPattern { Properties.Count: > 0 } members:
                var whole = Held(value, code);
                foreach (var member in members.Properties)
                {
                    if (member is not Property { Computed: false, Key: Identifier key, Value: var part })
                        throw new OutsideSubsetException(member);
                    Bind(part, Member(whole, key.Name, key), from, code, binding);
                }

                break;
            case ArrayPattern items:
                var walked = Tree.Call(typeof(Lists), nameof(Lists.Walked), null, value.Value());
                var list = Held(new Operand(walked, new ScriptType(Kinds.Object, null, value.Type.Items)), code);
                for (var i = 0; i < items.Elements.Count; i++)
                    if (items.Elements[i] is { } part)
                        Bind(part, Item(list, Operand.Constant((double)i)), from, code, binding);
                break;
            default: throw new OutsideSubsetException(pattern);
        }
    }

    private Operand Default(Operand value, Expression fallback)
    {
        if (!value.Type.May(Kinds.Undefined) && value.Type.Kinds != Kinds.None) return value;
        var held = Tree.Variable(typeof(ScriptValue));
        var other = Expression(fallback);
        var type = value.Type.Without(Kinds.Undefined).Join(other.Type);
        return new Operand(
            Tree.Block(
                [held],
                Tree.Assign(held, value.Value()),
                Tree.Condition(
                    Tree.Property(held, nameof(ScriptValue.IsUndefined)),
                    other.As(type),
                    new Operand(held, value.Type).As(type))),
            type);
    }

    /// <summary>Keeps a value that is used more than once in a variable of the scope.</summary>
    private Operand Held(Operand value, List<Tree> code)
    {
        var held = Tree.Variable(value.Code.Type);
        _scope.Variables.Add(held);
        code.Add(Tree.Assign(held, value.Code));
        return value with { Code = held };
    }

    private Operand Name(Identifier name)
    {
        if (_scope.Find(name.Name) is not null) return Read(Variable(name));
        if (top.Constants.TryGetValue(name.Name, out var constant)) return constant.Operand;
        if (top.Functions.TryGetValue(name.Name, out var function)) return Value(function, name);
        return name.Name switch
        {
            "undefined" => Operand.Undefined,
            "NaN" => Operand.Constant(double.NaN),
            "Infinity" => Operand.Constant(double.PositiveInfinity),
            _ => throw new OutsideSubsetException(name),
        };
    }

    /// <summary>A variable where it may be used: declared before in the text, and for a function value not a copy.</summary>
    private Slot Variable(Identifier name)
    {
        var slot = _scope.Find(name.Name);
        if (slot is null || name.Start < slot.From) throw new OutsideSubsetException(name);
        if (slot.Binding == Binding.LoopHead && slot.Function != _frame.Method) throw new OutsideSubsetException(name);
        return slot;
    }

    private static Operand Read(Slot slot) => new(slot.Code, slot.Type);

    /// <summary>A function of the top level as a value.</summary>
    private Operand Value(TopFunction function, Identifier name)
    {
        if (function.Name == "decide" || function.Parameters.Length > ScriptFunction.Parameters)
            throw new OutsideSubsetException(name);
        var parameters = Enumerable.Range(0, ScriptFunction.Parameters).Select(_ => Tree.Parameter(typeof(ScriptValue))).ToArray();
        var run = Tree.Parameter(typeof(ScriptRun));
        var outer = _run;
        _run = run;
        var result = Call(function, [.. parameters.Select(p => new Operand(p, ScriptType.Any))]);
        _run = outer;
        var lambda = Tree.Lambda<Func<ScriptRun, ScriptValue, ScriptValue, ScriptValue, ScriptValue, ScriptValue>>(
            result.Value(), [run, .. parameters]);
        return Operand.Of(Tree.New(typeof(ScriptFunction).GetConstructors()[0], lambda));
    }
}
