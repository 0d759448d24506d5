using System.Linq.Expressions;
using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Expression = Acornima.Ast.Expression;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Statements.</content>
internal sealed partial class Emitter
{
    private Tree Statement(Statement statement) => statement switch
    {
        EmptyStatement or Directive => Tree.Empty(),
        ExpressionStatement { Expression: var expression } => Effect(expression),
        VariableDeclaration variables => Variables(variables),
        ReturnStatement result => Return(result.Argument),
        IfStatement choice => Tree.IfThenElse(
            Condition(choice.Test),
            Statement(choice.Consequent),
            choice.Alternate is { } other ? Statement(other) : Tree.Empty()),
        BlockStatement block => Block(block.Body),
        ForStatement or ForOfStatement or WhileStatement or DoWhileStatement => Loop(statement),
        SwitchStatement choice => Switch(choice),
        BreakStatement { Label: null } when _jumps is { } jumps => Tree.Break(jumps.Break),
        ContinueStatement { Label: null } when _jumps is { Continue: { } next } => Tree.Continue(next),
        FunctionDeclaration { Id: { } name } function => Declare(name, () => Closure(function), function.Start, false),
        ThrowStatement thrown => Tree.Block(typeof(void), Tree.Call(typeof(ScriptRun), nameof(ScriptRun.HandOver), null)),
        _ => throw new OutsideSubsetException(statement),
    };

    /// <summary>An expression whose value nobody needs.</summary>
    private Tree Effect(Expression expression) => Tree.Block(typeof(void), Expression(expression).Code);

    private BlockExpression Block(IEnumerable<Statement> statements)
    {
        _scope = new Scope(_scope);
        var code = statements.Select(Statement).ToList();
        var block = Tree.Block(typeof(void), _scope.Variables, [.. code, Tree.Empty()]);
        _scope = _scope.Outer!;
        return block;
    }

    private Tree Variables(VariableDeclaration variables, bool loopHead = false)
    {
        var code = new List<Tree>();
        foreach (var declarator in variables.Declarations)
        {
            if (variables.Kind == VariableDeclarationKind.Var)
            {
                if (declarator.Init is { } set) code.Add(Assign((Identifier)declarator.Id, Expression(set)));
                continue;
            }

            if (declarator is { Id: Identifier name, Init: IFunction function })
            {
                code.Add(Declare(name, () => Closure(function), ((Node)function).Start, variables.Kind == VariableDeclarationKind.Const));
                continue;
            }

            var value = declarator.Init is { } init ? Expression(init) : Operand.Undefined;
            Bind(declarator.Id, value, declarator.End, code, variables.Kind == VariableDeclarationKind.Const ? Binding.Constant
                : loopHead ? Binding.LoopHead : Binding.Variable);
        }

        return Tree.Block(typeof(void), [.. code, Tree.Empty()]);
    }

    private Tree Switch(SwitchStatement choice)
    {
        foreach (var statement in choice.Cases.SelectMany(c => c.Consequent))
            if (statement is FunctionDeclaration or VariableDeclaration { Kind: not VariableDeclarationKind.Var })
                throw new OutsideSubsetException(statement);
        var subject = Expression(choice.Discriminant);
        var held = Tree.Variable(subject.Code.Type);
        var labels = choice.Cases.Select(_ => Tree.Label()).ToArray();
        var outer = _jumps;
        _jumps = new Jumps(Tree.Label(), outer?.Continue);
        var tests = new List<Tree> { Tree.Assign(held, subject.Code) };
        var bodies = new List<Tree>();
        var fallback = _jumps.Break;
        for (var i = 0; i < labels.Length; i++)
        {
            if (choice.Cases[i].Test is { } test)
                tests.Add(Tree.IfThen(Same(new Operand(held, subject.Type), Expression(test)), Tree.Goto(labels[i])));
            else fallback = labels[i];
            bodies.Add(Tree.Label(labels[i]));
            bodies.AddRange(choice.Cases[i].Consequent.Select(Statement));
        }

        tests.Add(Tree.Goto(fallback));
        var code = Tree.Block(typeof(void), [held], [.. tests, .. bodies, Tree.Label(_jumps.Break)]);
        _jumps = outer;
        return code;
    }

    /// <summary>True when the end of a statement may be reached.</summary>
    private static bool Completes(Node statement) => statement switch
    {
        ReturnStatement or ThrowStatement => false,
        BlockStatement block => block.Body.All(Completes),
        IfStatement { Alternate: { } other } choice => Completes(choice.Consequent) || Completes(other),
        _ => true,
    };
}
