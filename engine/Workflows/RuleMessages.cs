using System.Globalization;

namespace Policy.Engine.Workflows;

/// <summary>All wording of this folder.</summary>
internal static class RuleMessages
{
    public static LocalizedText BadCharacter(char c) => new(
        $"不能使用字符 `{c}`。请改用允许的运算符。",
        $"The character `{c}` is not part of the rule language. Use one of the allowed operators.");

    public static LocalizedText BadNumber(string text) => new(
        $"`{text}` 不是可用的十进制数。请写成 `1234.5` 这样的形式。",
        $"`{text}` is not a decimal number. Write it like `1234.5`.");

    public static LocalizedText BadEscape => new(
        "文本中的转义无效。允许 `\\\"`、`\\'`、`\\\\`、`\\n`、`\\r`、`\\t`、`\\uXXXX`。",
        "The escape in the text is not valid. Allowed: `\\\"`, `\\'`, `\\\\`, `\\n`, `\\r`, `\\t`, `\\uXXXX`.");

    public static LocalizedText OpenText => new("文本缺少结束引号。请补上。", "The text has no closing quote. Add it.");

    public static LocalizedText ExpressionTooLong(int length, int limit) => new(
        Text($"表达式有 {length} 个字符，上限为 {limit}。请拆成多条规则或参数。"),
        Text($"The expression has {length} characters, at most {limit} are allowed. Split it into rules."));

    public static LocalizedText ExpressionTooDeep(int limit) => new(
        Text($"表达式嵌套或连写超过 {limit} 层。请用 LocalParams 拆分。"),
        Text($"The expression nests or chains more than {limit} levels. Split it with LocalParams."));

    public static LocalizedText TooMany(string what, int count, int limit) => new(
        Text($"`{what}` 有 {count} 项，上限为 {limit}。请拆成多个工作流。"),
        Text($"`{what}` has {count} items, at most {limit} are allowed. Split the workflow."));

    public static LocalizedText Expected(string expected, string found) => found.Length == 0
        ? new($"表达式在此结束，缺少 `{expected}`。", $"The expression ends here; `{expected}` is missing.")
        : new($"此处应为 `{expected}`，却是 `{found}`。", $"Expected `{expected}`, found `{found}`.");

    public static LocalizedText Unexpected(string found) => found.Length == 0
        ? new("表达式不完整。请补全。", "The expression is not complete. Complete it.")
        : new($"此处不能出现 `{found}`。请删除或改正。", $"`{found}` cannot stand here. Remove or correct it.");

    public static LocalizedText UnknownName(string name, IEnumerable<string> known) => new(
        $"没有名为 `{name}` 的变量。可用：{List(known)}。",
        $"There is no variable `{name}`. Available: {List(known)}.");

    public static LocalizedText UnknownMember(string name, string of, IEnumerable<string> known) => new(
        $"`{of}` 没有字段 `{name}`。可用：{List(known)}。",
        $"`{of}` has no field `{name}`. Available: {List(known)}.");

    public static LocalizedText OpenObject(string name) => new(
        $"`{name}` 的成员未在事实类型中声明，规则不能读取。请先声明其字段。",
        $"The members of `{name}` are not declared in the fact type, so rules cannot read them. Declare them first.");

    public static LocalizedText OutsideRules(string field) => new(
        $"规则不能读取时刻或年月时长字段 `{field}`。请改用决策表。",
        $"Rules cannot read times of day and durations of months, such as `{field}`. Use a decision table.");

    public static LocalizedText NotAllowed(string text) => new(
        $"不允许使用 `{text}`。规则只能用字段、比较、算术、and/or/not、in、iif、??、"
        + "Any/All/Count/Sum/Min/Max/Contains、文本方法和 Math.Abs/Min/Max/Round/Floor/Ceiling。",
        $"`{text}` is not allowed. A rule may use fields, comparison, arithmetic, and/or/not, in, iif, ??, "
        + "Any/All/Count/Sum/Min/Max/Contains, text methods and Math.Abs/Min/Max/Round/Floor/Ceiling.");

    public static LocalizedText Arguments(string function, string usage) => new(
        $"`{function}` 的参数不对。用法：`{usage}`。",
        $"The arguments of `{function}` are wrong. Usage: `{usage}`.");

    public static LocalizedText Operands(string op, RuleType left, RuleType right) => new(
        $"`{op}` 不能用于 {left} 与 {right}。请使两边类型一致。",
        $"`{op}` cannot be applied to {left} and {right}. Make both sides the same type.");

    public static LocalizedText Needs(string needed, RuleType found) => new(
        $"此处需要 {needed}，却是 {found}。请改正表达式。",
        $"A {needed} is needed here, this is {found}. Correct the expression.");

    public static LocalizedText NotAValue(string text, string field, IEnumerable<string> values) => new(
        $"字段 `{field}` 不可能取值 `{text}`。允许：{List(values)}。",
        $"The field `{field}` can never be `{text}`. Allowed: {List(values)}.");

    public static LocalizedText NotA(string text, RuleType type) => new(
        $"`{text}` 不是有效的 {type}。请用 ISO 8601 写法。",
        $"`{text}` is not a valid {type}. Write it as ISO 8601.");

    public static LocalizedText Missing(string member) => new($"缺少 `{member}`。请补上。", $"`{member}` is missing. Add it.");

    public static LocalizedText WrongType(string member, string zhCn, string en) => new(
        $"`{member}` 应为{zhCn}。请改正。", $"`{member}` must be {en}. Correct it.");

    public static LocalizedText UnknownProperty(string name, IEnumerable<string> known) => new(
        $"未知属性 `{name}`。可用：{List(known)}。", $"Unknown property `{name}`. Known: {List(known)}.");

    public static LocalizedText Duplicate(string name) => new(
        $"名称 `{name}` 重复。请改名。", $"The name `{name}` is used twice. Rename one.");

    public static LocalizedText BadName(string name) => new(
        $"`{name}` 不能作为参数名。请用字母开头，只含字母、数字、下划线，且不与事实或关键字同名。",
        $"`{name}` cannot name a parameter. Start with a letter, use letters, digits and underscores, "
        + "and no name of the facts or keyword.");

    public static LocalizedText UnknownOperator(string op) => new(
        $"未知运算 `{op}`（区分大小写）。可用：`And`、`AndAlso`、`Or`、`OrElse`。",
        $"Unknown operator `{op}` (case matters). Use `And`, `AndAlso`, `Or` or `OrElse`.");

    public static LocalizedText OperatorWithoutRules => new(
        "有 `Operator` 却没有子规则 `Rules`。请补上子规则或删除 `Operator`。",
        "There is an `Operator` but no nested `Rules`. Add rules or remove `Operator`.");

    public static LocalizedText RulesWithoutOperator => new(
        "有子规则 `Rules` 却没有 `Operator`。请写明 `And` 或 `Or`。",
        "There are nested `Rules` but no `Operator`. Say `And` or `Or`.");

    public static LocalizedText ExpressionWithOperator => new(
        "有 `Operator` 时 `Expression` 不起作用。请删除其一。",
        "With an `Operator` the `Expression` has no effect. Remove one of them.");

    public static LocalizedText NoEnabledRules => new(
        "子规则全部停用，此规则永远不成立。请启用一条或停用此规则。",
        "All nested rules are disabled, so the rule never succeeds. Enable one or disable the rule.");

    public static LocalizedText Action(string name) => new(
        $"不允许动作 `{name}`：规则只给出结论。请用 `SuccessEvent`。",
        $"The action `{name}` is not allowed: rules only decide. Use `SuccessEvent`.");

    public static LocalizedText Injection(string name) => new(
        $"不允许引入工作流 `{name}`。请在 flow 文档中组合。",
        $"The workflow `{name}` cannot be injected. Combine documents in a flow.");

    public static LocalizedText Failed(string rule, string code) => code switch
    {
        DiagnosticCode.RuleDivisionByZero => new($"规则 `{rule}` 除以零。", $"The rule `{rule}` divides by zero."),
        DiagnosticCode.RuleOverflow => new($"规则 `{rule}` 的数值超出范围。", $"A number of the rule `{rule}` is out of range."),
        DiagnosticCode.RuleText => new(
            $"规则 `{rule}` 的文本或列表操作越界，或结果过长。",
            $"A text or list operation of the rule `{rule}` is out of range, or its result is too long."),
        _ => throw new InvalidOperationException($"{code} is no fault of a rule."),
    };

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"`{n}`"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
