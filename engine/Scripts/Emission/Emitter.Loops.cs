using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Loops: each round is counted.</content>
internal sealed partial class Emitter
{
    private Tree Loop(Statement statement)
    {
        var (outerJumps, outerScope) = (_jumps, _scope);
        _jumps = new Jumps(Tree.Label(), Tree.Label());
        _scope = new Scope(_scope);
        var code = statement switch
        {
            ForStatement loop => For(loop),
            ForOfStatement loop => ForOf(loop),
            WhileStatement loop => [Round(loop, Leave(loop.Test), Statement(loop.Body), Tree.Label(_jumps.Continue!))],
            DoWhileStatement loop => [Round(loop, Statement(loop.Body), Tree.Label(_jumps.Continue!), Leave(loop.Test))],
            _ => throw new OutsideSubsetException(statement),
        };
        var block = Tree.Block(typeof(void), _scope.Variables, [.. code, Tree.Label(_jumps.Break)]);
        (_jumps, _scope) = (outerJumps, outerScope);
        return block;
    }

    private List<Tree> For(ForStatement loop)
    {
        var code = new List<Tree>();
        if (loop.Init is VariableDeclaration variables) code.Add(Variables(variables, loopHead: true));
        else if (loop.Init is { } start) code.Add(Effect((Expression)start));
        var test = loop.Test is { } condition ? Leave(condition) : Tree.Empty();
        var body = Statement(loop.Body);
        var step = loop.Update is { } update ? Effect(update) : Tree.Empty();
        code.Add(Round(loop, test, body, Tree.Label(_jumps!.Continue!), step));
        return code;
    }

    private List<Tree> ForOf(ForOfStatement loop)
    {
        if (loop.Left is not VariableDeclaration { Kind: not VariableDeclarationKind.Var } variables)
            throw new OutsideSubsetException(loop.Left);
        var list = Expression(loop.Right);
        var walk = new Walk(list);
        var round = new Scope(_scope);
        var code = new List<Tree>();
        _scope = round;
        Bind(variables.Declarations[0].Id, walk.Item, loop.Right.End, code,
            variables.Kind == VariableDeclarationKind.Const ? Binding.Constant : Binding.Variable);
        code.Add(Statement(loop.Body));
        _scope = round.Outer!;
        _scope.Variables.AddRange(walk.Variables);
        var body = Tree.Block(typeof(void), round.Variables, code);
        return
        [
            walk.Start,
            Round(loop, Tree.IfThen(Tree.Not(walk.More), Tree.Break(_jumps!.Break)), body, Tree.Label(_jumps.Continue!), walk.Next),
        ];
    }

    private Tree Leave(Expression test) => Tree.IfThen(Tree.Not(Condition(test)), Tree.Break(_jumps!.Break));

    private Tree Round(Node loop, params Tree[] code) => Tree.Loop(Tree.Block(typeof(void), [Counted(loop), .. code]));

    private Tree Counted(Node loop) => Tree.Call(_run, nameof(ScriptRun.Count), null, Tree.Constant(Cost(loop)));
}

/// <summary>The walk over a list from its first item on, as long as the list then is. Lists of the facts whose items have a
/// known type are walked as they are.</summary>
internal sealed class Walk
{
    private readonly System.Linq.Expressions.ParameterExpression _list;
    private readonly System.Linq.Expressions.ParameterExpression _index = Tree.Variable(typeof(int), "i");
    private readonly bool _facts;

    public Walk(Operand list)
    {
        _facts = list.Type.Items is not null;
        _list = Tree.Variable(_facts ? typeof(Value[]) : typeof(ScriptValue), "list");
        var walked = Tree.Call(
            _facts ? typeof(Members) : typeof(Lists), _facts ? nameof(Members.FactList) : nameof(Lists.Walked), null, list.Value());
        Start = Tree.Block(typeof(void), Tree.Assign(_list, walked), Tree.Assign(_index, Tree.Constant(0)));
        Item = _facts
            ? Emitter.FactItem(_list, _index, list.Type.Items!)
            : new Operand(Tree.Call(typeof(Lists), nameof(Lists.Item), null, _list, _index), ScriptType.Any);
    }

    public IEnumerable<System.Linq.Expressions.ParameterExpression> Variables => [_list, _index];

    /// <summary>Begins the walk.</summary>
    public Tree Start { get; }

    /// <summary>Whether there is an item.</summary>
    public Tree More => Tree.LessThan(_index, Length);

    /// <summary>The index as it is counted.</summary>
    public Tree Position => _index;

    /// <summary>The item.</summary>
    public Operand Item { get; }

    public Operand Index => Operand.Number(Tree.Convert(_index, typeof(double)));

    public Tree Length => _facts ? Tree.ArrayLength(_list) : Tree.Call(typeof(Lists), nameof(Lists.Length), null, _list);

    /// <summary>The list, for callbacks.</summary>
    public Operand List => Operand.Undefined with
    {
        Code = _facts ? Tree.Call(typeof(ScriptValue), nameof(ScriptValue.Of), null, _list) : _list, Type = ScriptType.Object,
    };

    public Tree Next => Tree.PreIncrementAssign(_index);
}
