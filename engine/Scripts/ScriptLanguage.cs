using System.Collections.Frozen;
using System.Collections.Immutable;
using Acornima.Ast;

namespace Policy.Engine.Scripts;

/// <summary>The language of scripts: the part of JavaScript whose result depends on the facts only and whose cost is
/// bounded.</summary>
internal static class ScriptLanguage
{
    /// <summary>Global names a script may use.</summary>
    public static readonly FrozenSet<string> Globals = FrozenSet.ToFrozenSet(
    [
        "Math", "Number", "String", "Boolean", "Array", "Object", "Error", "RangeError", "TypeError",
        "parseFloat", "parseInt", "isNaN", "isFinite", "undefined", "NaN", "Infinity",
    ], StringComparer.Ordinal);

    /// <summary>Members that are refused by name; the engine has none of them either.</summary>
    public static readonly FrozenSet<string> ForbiddenMembers = FrozenSet.ToFrozenSet(
    [
        "__proto__", "constructor", "prototype", "__defineGetter__", "__defineSetter__", "__lookupGetter__",
        "__lookupSetter__", "caller", "callee", "random", "localeCompare", "toLocaleString", "toLocaleUpperCase",
        "toLocaleLowerCase", "normalize",
        "defineProperty", "defineProperties", "setPrototypeOf", "getPrototypeOf", "call", "apply", "bind",
    ], StringComparer.Ordinal);

    /// <summary>What is kept of the objects reachable in an engine; everything else is deleted from them.</summary>
    public static readonly ImmutableArray<(string Path, string[] Members)> Kept =
    [
        ("Math", ["abs", "ceil", "floor", "round", "trunc", "sign", "min", "max", "pow", "sqrt", "PI", "E"]),
        ("Number", ["isFinite", "isInteger", "isNaN", "isSafeInteger", "parseFloat", "parseInt", "MAX_SAFE_INTEGER",
            "MIN_SAFE_INTEGER", "EPSILON", "prototype"]),
        ("Number.prototype", ["toFixed", "toString", "valueOf"]),
        ("Boolean", ["prototype"]),
        ("Boolean.prototype", ["toString", "valueOf"]),
        ("String", ["prototype"]),
        ("String.prototype",
        [
            "at", "charAt", "charCodeAt", "codePointAt", "endsWith", "includes", "indexOf", "lastIndexOf", "length",
            "match", "padEnd", "padStart", "repeat", "replace", "replaceAll", "search", "slice", "split", "startsWith",
            "substring", "toLowerCase", "toString", "toUpperCase", "trim", "trimEnd", "trimStart", "valueOf",
        ]),
        ("Array", ["from", "isArray", "of", "prototype"]),
        ("Array.prototype",
        [
            "at", "concat", "entries", "every", "fill", "filter", "find", "findIndex", "findLast", "flat", "flatMap",
            "forEach", "includes", "indexOf", "join", "keys", "lastIndexOf", "length", "map", "pop", "push", "reduce",
            "reduceRight", "reverse", "shift",
            "slice", "some", "sort", "splice", "toString", "unshift", "values",
        ]),
        ("Object", ["assign", "entries", "freeze", "fromEntries", "hasOwn", "isFrozen", "keys", "values", "prototype"]),
        ("Object.prototype", ["hasOwnProperty", "toString", "valueOf"]),
        ("Error", ["prototype"]),
        ("Error.prototype", ["message", "name", "toString"]),
        ("RangeError", ["prototype"]),
        ("RangeError.prototype", ["message", "name"]),
        ("TypeError", ["prototype"]),
        ("TypeError.prototype", ["message", "name"]),
    ];

    /// <summary>The same for prototypes that syntax reaches without a name.</summary>
    public static readonly ImmutableArray<(string Expression, string[] Members)> KeptBehindSyntax =
    [
        ("() => 0", ["length", "name"]),
        ("/a/", ["dotAll", "exec", "flags", "global", "hasIndices", "ignoreCase", "multiline", "source", "sticky",
            "test", "unicode", "unicodeSets"]),
        ("[].values()", ["next"]),
        ("''[Symbol.iterator]()", ["next"]),
    ];

    /// <summary>Why a node is outside the language; null when it is inside.</summary>
    public static LocalizedText? Refusal(Node node) => node switch
    {
        BigIntLiteral => Say("BigInt", "请用普通数字", "Use plain numbers"),
        IFunction { Async: true } or AwaitExpression => Say("async", "请同步计算", "Compute at once"),
        IFunction { Generator: true } or YieldExpression => Say("function*", "请返回列表", "Return a list"),
        TryStatement => Say("try", "错误即故障，不可掩盖", "An error is a fault and must not be hidden"),
        LabeledStatement or BreakStatement { Label: not null } or ContinueStatement { Label: not null } =>
            Say("label:", "请用辅助函数", "Use a helper function"),
        WithStatement => Say("with", "请写出成员", "Name the members"),
        ForInStatement => Say("for…in", "请用 `for (const k of Object.keys(x))`",
            "Use `for (const k of Object.keys(x))`"),
        ForOfStatement { Await: true } => Say("for await", "请同步计算", "Compute at once"),
        DebuggerStatement => Say("debugger", "请删除", "Remove it"),
        ThisExpression or Super or MetaProperty => Say("this", "请用参数", "Use parameters"),
        ClassDeclaration or ClassExpression => Say("class", "请用函数和对象", "Use functions and objects"),
        ImportExpression or ImportDeclaration or ExportDeclaration =>
            Say("import", "脚本须自成一体", "A script stands on its own"),
        TaggedTemplateExpression => Say("tag`…`", "请调用函数", "Call a function"),
        ObjectExpression { Properties: var members } when members.Any(m => m is SpreadElement) =>
            Say("{ ...x }", "请用 `Object.assign({}, x)`", "Use `Object.assign({}, x)`"),
        ObjectPattern { Properties: var members } when members.Any(m => m is RestElement) =>
            Say("{ ...x }", "请写出成员", "Name the members"),
        Property { Kind: PropertyKind.Get or PropertyKind.Set } => Say("get/set", "请用普通成员", "Use plain members"),
        // Jint lets the two variables share one text, so that appending to the one changes the other.
        AssignmentExpression
        {
            Operator: Acornima.Operator.LogicalOrAssignment or Acornima.Operator.LogicalAndAssignment or Acornima.Operator.NullishCoalescingAssignment,
        } => Say("||=, &&=, ??=", "请写成 `a = a || b`", "Write `a = a || b`"),
        NewExpression { Callee: Identifier { Name: "Error" or "RangeError" or "TypeError" } } => null,
        NewExpression => Say("new", "只可 `new Error(…)`", "Only `new Error(…)` may be made"),
        SpreadElement or Program or FunctionDeclaration or FunctionExpression or ArrowFunctionExpression or FunctionBody
            or VariableDeclaration or VariableDeclarator or ReturnStatement or IfStatement or ForStatement
            or ForOfStatement
            or WhileStatement or DoWhileStatement or SwitchStatement or SwitchCase or BreakStatement
            or ContinueStatement
            or BlockStatement or ExpressionStatement or EmptyStatement or ThrowStatement or Literal or TemplateLiteral
            or TemplateElement
            or ArrayExpression or ObjectExpression or Property or RestElement or Identifier or MemberExpression
            or CallExpression
            or UnaryExpression or BinaryExpression or AssignmentExpression or ConditionalExpression
            or SequenceExpression
            or ChainExpression or ParenthesizedExpression or ObjectPattern or ArrayPattern or AssignmentPattern => null,
        _ => Say(node.TypeText, "请用其他写法", "Write it another way"),
    };

    private static LocalizedText Say(string text, string cureZh, string cureEn) =>
        ScriptMessages.Construct(text, cureZh, cureEn);
}
