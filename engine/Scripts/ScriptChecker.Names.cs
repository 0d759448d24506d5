using Acornima.Ast;

namespace Policy.Engine.Scripts;

/// <content>Which names a piece of syntax declares.</content>
internal sealed partial class ScriptChecker
{
    /// <summary>Names that a block, loop or switch declares for its inside.</summary>
    private static HashSet<string> Declared(Node node) => (node switch
    {
        BlockStatement block => block.Body.SelectMany(Lexical),
        SwitchStatement cases => cases.Cases.SelectMany(c => c.Consequent).SelectMany(Lexical),
        ForStatement { Init: VariableDeclaration init } => Lexical(init),
        ForOfStatement { Left: VariableDeclaration left } => Lexical(left),
        _ => [],
    }).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Lexical(Node statement) => statement switch
    {
        VariableDeclaration variables => variables.Declarations.SelectMany(d => Names(d.Id)),
        FunctionDeclaration { Id: { } id } => [id.Name],
        _ => [],
    };

    /// <summary>Names that <c>var</c> declares anywhere in a function, without those of functions inside it.</summary>
    private static IEnumerable<string> Hoisted(Node node, int depth)
    {
        if (depth > ScriptLimits.Nesting || (node is IFunction && depth > 0)) return [];
        var own = node is VariableDeclaration { Kind: VariableDeclarationKind.Var } variables
            ? variables.Declarations.SelectMany(d => Names(d.Id))
            : [];
        return own.Concat(node.ChildNodes.SelectMany(child => Hoisted(child, depth + 1)));
    }

    private static IEnumerable<string> Names(Node pattern) =>
        Identifiers(pattern, 0).OfType<Identifier>().Select(i => i.Name);

    /// <summary>The targets of a pattern: what it declares, or what it writes to.</summary>
    private static IEnumerable<Node> Identifiers(Node pattern, int depth) =>
        depth > ScriptLimits.Nesting ? [] : pattern switch
    {
        Identifier or MemberExpression => [pattern],
        RestElement rest => Identifiers(rest.Argument, depth + 1),
        AssignmentPattern withDefault => Identifiers(withDefault.Left, depth + 1),
        Property property => Identifiers(property.Value, depth + 1),
        ArrayPattern or ObjectPattern => pattern.ChildNodes.SelectMany(child => Identifiers(child, depth + 1)),
        _ => [],
    };
}
