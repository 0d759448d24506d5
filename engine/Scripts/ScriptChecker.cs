using System.Collections.Immutable;
using Acornima.Ast;
using Policy.Engine.Compiling;

namespace Policy.Engine.Scripts;

/// <summary>Checks the syntax tree of a script: only the constructs of the language, only declared or offered names, no
/// state from one run to the next. What is not known to be harmless is refused.</summary>
internal sealed partial class ScriptChecker
{
    private readonly Reporter _reporter;
    private readonly string _source;
    private readonly HashSet<string> _topLevel = new(StringComparer.Ordinal);
    private ImmutableStack<HashSet<string>> _scopes = [];

    private ScriptChecker(string source, Reporter reporter) => (_source, _reporter) = (source, reporter);

    /// <summary>Reports every problem; gives the names of the top level.</summary>
    public static ImmutableArray<string> Check(Script script, string source, Reporter reporter)
    {
        var checker = new ScriptChecker(source, reporter);
        checker.Program(script);
        return [.. checker._topLevel];
    }

    private void Program(Script script)
    {
        var sound = script.Body.Where(TopLevel).ToList();
        if (sound.OfType<FunctionDeclaration>().FirstOrDefault(f => f.Id?.Name == "decide") is not { Params.Count: 1 })
            _reporter.Error(DiagnosticCode.ScriptShape, ScriptMessages.NoDecide);
        foreach (var statement in sound) Visit(statement, 0);
    }

    private bool TopLevel(Statement statement)
    {
        switch (statement)
        {
            case FunctionDeclaration { Id: { } id }:
                Declare(id);
                return true;
            case VariableDeclaration { Kind: VariableDeclarationKind.Const } constants:
                foreach (var declarator in constants.Declarations)
                {
                    if (declarator.Id is Identifier name) Declare(name);
                    else Fail(declarator.Id, DiagnosticCode.ScriptState, ScriptMessages.Constant(Text(declarator.Id)));
                    if (declarator.Init is { } init) Constant(init, 0);
                }

                return true;
            case Directive { Value: "use strict" } or EmptyStatement: return false;
            case VariableDeclaration:
                Fail(statement, DiagnosticCode.ScriptState, ScriptMessages.TopLevel(Text(statement)));
                return false;
            default:
                Fail(statement, DiagnosticCode.ScriptShape, ScriptMessages.TopLevel(Text(statement)));
                return false;
        }
    }

    private void Declare(Identifier name)
    {
        if (!_topLevel.Add(name.Name)) Fail(name, DiagnosticCode.ScriptShape, ScriptMessages.Duplicate(name.Name));
        if (ScriptLanguage.Globals.Contains(name.Name))
            Fail(name, DiagnosticCode.ScriptShape, ScriptMessages.Duplicate(name.Name));
    }

    // No call and no `new`: so nothing can be made that keeps state, and what is made can be frozen.
    private void Constant(Node node, int depth)
    {
        switch (node)
        {
            case Literal or TemplateElement or Identifier or FunctionExpression or ArrowFunctionExpression: return;
            case ArrayExpression or ObjectExpression or ObjectProperty or TemplateLiteral or UnaryExpression
                or NonLogicalBinaryExpression or LogicalExpression or ConditionalExpression or SpreadElement
                    or MemberExpression
                or ParenthesizedExpression when depth < ScriptLimits.Nesting:
                foreach (var child in node.ChildNodes) Constant(child, depth + 1);
                return;
            case CallExpression freeze when IsFreeze(freeze.Callee):
                foreach (var argument in freeze.Arguments) Constant(argument, depth + 1);
                return;
            default:
                if (depth < ScriptLimits.Nesting)
                    Fail(node, DiagnosticCode.ScriptState, ScriptMessages.Constant(Text(node)));
                return;
        }
    }

    private static bool IsFreeze(Node callee) => callee is MemberExpression
    {
        Computed: false, Object: Identifier { Name: "Object" }, Property: Identifier { Name: "freeze" },
    };

    private void Visit(Node node, int depth)
    {
        if (depth > ScriptLimits.Nesting)
        {
            Fail(node, DiagnosticCode.ScriptLimit, ScriptMessages.TooNested(ScriptLimits.Nesting));
            return;
        }

        if (ScriptLanguage.Refusal(node) is { } refusal)
        {
            Fail(node, DiagnosticCode.ScriptConstruct, refusal);
            return;
        }

        switch (node)
        {
            case IFunction function:
                Function(function, depth);
                return;
            case BlockStatement or ForStatement or ForOfStatement or SwitchStatement:
                if (node is ForOfStatement { Left: not VariableDeclaration } loop) Target(loop.Left);
                Scoped(Declared(node), () => Children(node, depth));
                return;
            case StringLiteral { Value.Length: > ScriptLimits.Text } text:
                Fail(node, DiagnosticCode.ScriptLimit,
                    ScriptMessages.LongLiteral(text.Value.Length, ScriptLimits.Text));
                return;
            case Identifier identifier:
                Name(identifier);
                return;
            case MemberExpression member:
                Member(member, depth);
                return;
            case Property property:
                if (property.Computed) Visit(property.Key, depth + 1);
                else Forbidden(property.Key);
                Visit(property.Value, depth + 1);
                return;
            case AssignmentExpression assignment:
                Target(assignment.Left);
                break;
            case UpdateExpression update:
                Target(update.Argument);
                break;
            case NonUpdateUnaryExpression { Operator: Acornima.Operator.Delete } delete:
                Target(delete.Argument);
                break;
        }

        Children(node, depth);
    }

    private void Children(Node node, int depth)
    {
        foreach (var child in node.ChildNodes) Visit(child, depth + 1);
    }

    private void Function(IFunction function, int depth)
    {
        var names = function.Params.SelectMany(p => Names(p)).ToHashSet(StringComparer.Ordinal);
        if (function is FunctionExpression { Id: { } self }) names.Add(self.Name);
        names.UnionWith(Hoisted(function.Body, 0));
        Scoped(names, () =>
        {
            foreach (var parameter in function.Params) Visit(parameter, depth + 1);
            Visit(function.Body, depth + 1);
        });
    }

    private void Scoped(HashSet<string> names, Action visit)
    {
        var outer = _scopes;
        _scopes = _scopes.Push(names);
        visit();
        _scopes = outer;
    }

    private void Name(Identifier identifier)
    {
        if (!Local(identifier.Name) && !_topLevel.Contains(identifier.Name)
            && !ScriptLanguage.Globals.Contains(identifier.Name))
            Fail(identifier, DiagnosticCode.ScriptName, ScriptMessages.UnknownName(identifier.Name));
    }

    private void Member(MemberExpression member, int depth)
    {
        Visit(member.Object, depth + 1);
        if (!member.Computed || member.Property is StringLiteral) Forbidden(member.Property);
        if (member.Computed) Visit(member.Property, depth + 1);
    }

    private void Forbidden(Node key)
    {
        var name = key switch { Identifier i => i.Name, StringLiteral s => s.Value, _ => "" };
        if (ScriptLanguage.ForbiddenMembers.Contains(name))
            Fail(key, DiagnosticCode.ScriptConstruct, ScriptMessages.Member(name));
    }

    // What is written to must be declared inside a function.
    private void Target(Node target)
    {
        switch (target)
        {
            case MemberExpression member: Target(member.Object); break;
            case ParenthesizedExpression parenthesized: Target(parenthesized.Expression); break;
            case Identifier { Name: var name } when !Local(name)
                && (_topLevel.Contains(name) || ScriptLanguage.Globals.Contains(name)):
                Fail(target, DiagnosticCode.ScriptState, ScriptMessages.Outer(name));
                break;
            case ArrayPattern or ObjectPattern or RestElement or AssignmentPattern:
                foreach (var name in Identifiers(target, 0)) Target(name);
                break;
        }
    }

    private bool Local(string name) => _scopes.Any(s => s.Contains(name));

    private string Text(Node node)
    {
        var text = _source[node.Start..Math.Min(node.End, node.Start + 40)].ReplaceLineEndings(" ");
        return node.End - node.Start > 40 ? text + "…" : text;
    }

    private void Fail(Node node, string code, LocalizedText message) =>
        _reporter.Error(code, message, new TextSpan(node.Start, node.End - node.Start));
}
