using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Methods of lists that take a function: emitted as loops, with the function's body within.</content>
internal sealed partial class Emitter
{
    /// <summary>The method in line; null when it is none of these.</summary>
    private Operand? Callback(Operand self, string name, CallExpression call)
    {
        if (name is not ("map" or "filter" or "some" or "every" or "find" or "findIndex" or "forEach" or "flatMap" or "reduce" or "sort")
            || call.Arguments.Count == 0)
            return null;
        if (self.Type.Is(Kinds.Text | Kinds.Number | Kinds.Boolean) || call.Arguments.Any(a => a is SpreadElement))
            throw new OutsideSubsetException(call);
        if (call.Arguments.Count > (name == "reduce" ? 2 : 1)) throw new OutsideSubsetException(call);
        return name switch
        {
            "reduce" => Reduce(self, call),
            "sort" => SortBy(self, call.Arguments[0]),
            _ => Each(self, name, call),
        };
    }

    private Operand Each(Operand self, string name, CallExpression call)
    {
        var walk = new Walk(self);
        var outer = _scope;
        _scope = new Scope(outer);
        var item = Tree.Variable(walk.Item.Code.Type, "item");
        var kept = walk.Item with { Code = item };
        var callee = Callee(call.Arguments[0]);
        var result = callee.Apply([kept, walk.Index, walk.List]);
        var done = Tree.Label();
        var (start, step, found) = Collected(name, kept, walk, result, done);
        var count = Tree.Variable(typeof(int), "count");
        var held = Tree.Variable(start.Code.Type, "result");
        var round = Tree.Block(
            typeof(void),
            [item, .. _scope.Variables],
            Counted(call),
            Tree.Assign(item, walk.Item.Code),
            step(held),
            walk.Next);
        _scope = outer;
        return new Operand(
            Tree.Block(
                [.. walk.Variables, .. callee.Variables, count, held],
                walk.Start,
                callee.Start,
                Tree.Assign(count, walk.Length),
                Tree.Assign(held, start.Code),
                Tree.Loop(Tree.IfThenElse(Tree.LessThan(walk.Position, count), round, Tree.Break(done)), done),
                new Operand(held, start.Type).As(found)),
            found);
    }

    /// <summary>What a method starts with, does with an item's result, and gives.</summary>
    private (Operand Start, Func<Tree, Tree> Step, ScriptType Type) Collected(
        string name, Operand item, Walk walk, Operand result, System.Linq.Expressions.LabelTarget done)
    {
        var list = Tree.Call(typeof(ScriptList), nameof(ScriptList.Make), null, _run, Tree.Constant(0));
        Tree Add(Tree held, Operand value) => Tree.Call(
            Tree.Convert(Tree.Property(held, nameof(ScriptValue.Reference)), typeof(ScriptList)),
            nameof(ScriptList.Add), null, _run, value.Value());
        Tree Stop(Tree held, Tree value, Tree when) => Tree.IfThen(when, Tree.Block(Tree.Assign(held, value), Tree.Break(done)));
        return name switch
        {
            "map" => (Operand.Of(list), held => Add(held, result), ScriptType.Object),
            "filter" => (Operand.Of(list), held => Tree.IfThen(result.Truth(), Add(held, item)), ScriptType.Object),
            "flatMap" => (Operand.Of(list), held => Tree.Call(
                typeof(Lists), nameof(Lists.AddFlat), null, _run,
                Tree.Convert(Tree.Property(held, nameof(ScriptValue.Reference)), typeof(ScriptList)), result.Value()), ScriptType.Object),
            "some" => (Operand.Constant(false), held => Stop(held, Tree.Constant(true), result.Truth()), ScriptType.Boolean),
            "every" =>
                (Operand.Constant(true), held => Stop(held, Tree.Constant(false), Tree.Not(result.Truth())), ScriptType.Boolean),
            "find" => (Operand.Undefined with { Type = item.Type.Join(ScriptType.Undefined) },
                held => Stop(held, item.Value(), result.Truth()), item.Type.Join(ScriptType.Undefined)),
            "findIndex" => (Operand.Constant(-1d), held => Stop(held, walk.Index.Code, result.Truth()), ScriptType.Number),
            _ => (Operand.Undefined, _ => result.Code, ScriptType.Undefined),
        };
    }

    private Operand Reduce(Operand self, CallExpression call)
    {
        var walk = new Walk(self);
        var callee = Callee(call.Arguments[0]);
        var first = call.Arguments.Count == 2 ? Expression(call.Arguments[1]) : walk.Item;
        var type = inferred.Join(call, first.Type);
        var held = Tree.Variable(type.Clr, "sum");
        var result = callee.Apply([new Operand(held, type), walk.Item, walk.Index, walk.List]);
        inferred.Join(call, result.Type);
        var count = Tree.Variable(typeof(int), "count");
        var done = Tree.Label();
        var begin = call.Arguments.Count == 2
            ? Tree.Assign(held, first.As(type))
            : (Tree)Tree.Block(
                Tree.IfThen(Tree.Equal(count, Tree.Constant(0)), Tree.Call(typeof(ScriptRun), nameof(ScriptRun.HandOver), null)),
                Tree.Assign(held, first.As(type)),
                walk.Next);
        var round = Tree.Block(typeof(void), Counted(call), Tree.Assign(held, result.As(type)), walk.Next);
        return new Operand(
            Tree.Block(
                [.. walk.Variables, .. callee.Variables, count, held],
                walk.Start,
                callee.Start,
                Tree.Assign(count, walk.Length),
                begin,
                Tree.Loop(Tree.IfThenElse(Tree.LessThan(walk.Position, count), round, Tree.Break(done)), done),
                held),
            type);
    }

    private Operand SortBy(Operand self, Expression compare)
    {
        var list = Tree.Variable(typeof(ScriptValue));
        var callee = Callee(compare);
        var (left, right) = (Tree.Parameter(typeof(ScriptValue)), Tree.Parameter(typeof(ScriptValue)));
        var outer = (_run, _frame);
        _run = Tree.Parameter(typeof(ScriptRun));
        _frame = new Frame(compare, Tree.Label(typeof(ScriptValue)), ScriptType.Any, null);
        var scope = _scope = new Scope(_scope);
        var order = callee.Apply([new Operand(left, ScriptType.Any), new Operand(right, ScriptType.Any)]);
        var body = Tree.Block(scope.Variables, Counted(compare), order.Number());
        var lambda = Tree.Lambda<Func<ScriptRun, ScriptValue, ScriptValue, double>>(body, _run, left, right);
        (_run, _frame) = outer;
        _scope = scope.Outer!;
        return new Operand(
            Tree.Block(
                [list, .. callee.Variables],
                Tree.Assign(list, self.Value()),
                callee.Start,
                Tree.Call(typeof(Lists), nameof(Lists.SortBy), null, _run, list, lambda)),
            ScriptType.Object);
    }

    /// <summary>The function that a method is given: a literal in line, one of the top level directly, else a value that is
    /// evaluated once.</summary>
    private Callee Callee(Expression function)
    {
        if (function is IFunction literal) return new Callee(arguments => InLine(literal, arguments), Tree.Empty(), []);
        if (function is Identifier { Name: var name } && _scope.Find(name) is null)
        {
            if (name == "Boolean") return new Callee(a => Operand.Boolean(a[0].Truth()), Tree.Empty(), []);
            if (name == "Number") return new Callee(a => Operand.Number(a[0].Number()), Tree.Empty(), []);
            if (name == "String") return new Callee(a => Operand.Text(a[0].Text()), Tree.Empty(), []);
            if (top.Functions.TryGetValue(name, out var known))
                return new Callee(a => Call(known, a[..Math.Min(a.Length, known.Parameters.Length)]), Tree.Empty(), []);
        }

        var held = Tree.Variable(typeof(ScriptValue));
        var value = Expression(function).Value();
        var start = Tree.Block(
            typeof(void), Tree.Assign(held, value), Tree.Call(typeof(Objects), nameof(Objects.Function), null, held));
        return new Callee(arguments => Call(new Operand(held, ScriptType.Any), arguments), start, [held]);
    }

    private Operand InLine(IFunction function, Operand[] arguments)
    {
        var node = (Node)function;
        var type = inferred.Of(node);
        var outer = _jumps;
        _jumps = null;
        var body = Body(function, arguments, new Frame(node, Tree.Label(type.Clr), type, _frame));
        _jumps = outer;
        return new Operand(body, type);
    }
}

/// <summary>A function to apply, what evaluates it before, and the variables for that.</summary>
internal sealed record Callee(
    Func<Operand[], Operand> Apply, Tree Start, System.Linq.Expressions.ParameterExpression[] Variables);
