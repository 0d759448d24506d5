using System.Globalization;

namespace Policy.Engine.Scripts;

/// <summary>All wording of this folder.</summary>
internal static class ScriptMessages
{
    public static LocalizedText NotJavaScript(string problem, int line, int column) => new(
        Text($"第 {line} 行第 {column} 列不是有效的 JavaScript：{problem}。请改正。"),
        Text($"Line {line}, column {column} is not JavaScript: {problem}. Correct it."));

    public static LocalizedText TooComplex(string problem) => new(
        $"脚本嵌套过深，无法读取（{problem}）。请简化。",
        $"The script nests too deeply to be read ({problem}). Simplify it.");

    public static LocalizedText TooLong(int length, int limit) => new(
        Text($"脚本有 {length} 个字符，上限为 {limit}。请缩短。"),
        Text($"The script has {length} characters, at most {limit} are allowed. Shorten it."));

    public static LocalizedText TooNested(int limit) => new(
        Text($"此处嵌套超过 {limit} 层。请拆成辅助函数或列表。"),
        Text($"The nesting here exceeds {limit} levels. Split it into helper functions or lists."));

    public static LocalizedText LongLiteral(int length, int limit) => new(
        Text($"文本常量有 {length} 个字符，上限为 {limit}。请改用名单文档。"),
        Text($"The text literal has {length} characters, at most {limit} are allowed. Use a list document."));

    public static LocalizedText Construct(string text, string cureZh, string cureEn) => new(
        $"脚本不能使用 `{text}`。{cureZh}。", $"`{text}` is not allowed in scripts. {cureEn}.");

    public static LocalizedText UnknownName(string name) => new(
        $"名称 `{name}` 未声明，平台也不提供。请声明它；"
        + "可用：Math、Number、String、Boolean、Array、Object、Error、parseFloat、parseInt、isNaN、isFinite。",
        $"`{name}` is neither declared nor offered. Declare it; "
        + "offered are Math, Number, String, Boolean, Array, Object, Error, parseFloat, parseInt, isNaN and isFinite.");

    public static LocalizedText Member(string name) => new(
        $"脚本不能使用成员 `{name}`：结果须只取决于事实。请改用其他写法。",
        $"The member `{name}` is not allowed: a result may depend on the facts only. Write it another way.");

    public static LocalizedText NoDecide => new(
        "脚本缺少 `function decide(facts)`。请补上，且只有一个参数。",
        "The script lacks `function decide(facts)`. Add it, with exactly one parameter.");

    public static LocalizedText TopLevel(string text) => new(
        $"顶层只能有 `const`、辅助函数和 `function decide(facts)`，不能有 `{text}`。请移入函数内。",
        $"The top level may hold `const`, helper functions and `function decide(facts)` only, "
        + $"not `{text}`. Move it into a function.");

    public static LocalizedText Duplicate(string name) => new(
        $"名称 `{name}` 在顶层重复。请改名。", $"The name `{name}` is used twice at the top level. Rename one.");

    public static LocalizedText Constant(string text) => new(
        $"顶层常量只能由字面值组成，不能有 `{text}`。请移入函数内。",
        $"A constant at the top level may consist of literals only, "
        + $"not `{text}`. Move it into a function.");

    public static LocalizedText Outer(string name) => new(
        $"不能改变顶层的 `{name}`：每票申报须独立判定。请用函数内的变量。",
        $"`{name}` of the top level cannot be changed: every declaration is decided on its own. "
        + "Use a variable inside the function.");

    public static LocalizedText NoOutputs =>
        new("脚本没有声明 `outputs`。请至少声明一项。", "The script declares no `outputs`. Declare at least one.");

    public static LocalizedText Form(ScriptForm form) => form.IsCompiled
        ? new("脚本已编译运行。", "The script runs compiled.")
        : new(
            Text($"脚本由 Jint 解释运行（较慢，结果相同）：第 {form.Line} 行的 `{form.Construct}` 无法编译。如需更快，请改用其他写法。"),
            Text($"The script is interpreted by Jint, slower with the same result: `{form.Construct}` in line {form.Line} is not compiled. Write it another way to make it faster."));

    public static LocalizedText Failed(string what, int line, int column) => new(
        Text($"脚本第 {line} 行第 {column} 列出错：{what}"), Text($"The script failed at line {line}, column {column}: {what}"));

    public static LocalizedText TooManyStatements(string at) => new(
        Text($"脚本{ZhAt(at)}超过 {ScriptLimits.Statements} 条语句的上限。"),
        Text($"The script exceeded {ScriptLimits.Statements} statements{EnAt(at)}."));

    public static LocalizedText TooMuchTime(string at) => new(
        Text($"脚本{ZhAt(at)}超过 {ScriptLimits.Time.TotalMilliseconds} 毫秒的上限。"),
        Text($"The script exceeded {ScriptLimits.Time.TotalMilliseconds} ms{EnAt(at)}."));

    public static LocalizedText PatternTime(string at) => new(
        Text($"脚本{ZhAt(at)}的正则表达式超过 {ScriptLimits.Pattern.TotalMilliseconds} 毫秒的上限。"),
        Text($"A regular expression of the script exceeded {ScriptLimits.Pattern.TotalMilliseconds} ms{EnAt(at)}."));

    public static LocalizedText TooMuchMemory(string at) => new(
        Text($"脚本{ZhAt(at)}超过内存、列表（{ScriptLimits.Items} 项）或文本（{ScriptLimits.Text} 字）的上限。"),
        Text($"The script exceeded its memory, {ScriptLimits.Items} list items or {ScriptLimits.Text} characters{EnAt(at)}."));

    public static LocalizedText TooDeep(string at) => new(
        Text($"脚本{ZhAt(at)}的函数调用超过 {ScriptLimits.Recursion} 层。"),
        Text($"The script's calls nest more than {ScriptLimits.Recursion} levels{EnAt(at)}."));

    public static LocalizedText NotAnObject(string found) => new(
        $"`decide` 应返回对象，却是 {found}。", $"`decide` must return an object; it returned {found}.");

    public static LocalizedText Lacks(string name) =>
        new($"结果缺少声明的输出 `{name}`。", $"The result lacks the declared output `{name}`.");

    public static LocalizedText Extra(string name) =>
        new($"结果有未声明的输出 `{name}`。", $"The result has the output `{name}`, which is not declared.");

    public static LocalizedText WrongType(string name, string needed, string found) => new(
        $"输出 `{name}` 应为 {needed}，却是 {found}。", $"The output `{name}` must be {needed}; it is {found}.");

    public static LocalizedText NotAValue(string name, string found, IEnumerable<string> values) => new(
        $"输出 `{name}` 为 `{found}`，不在允许值之内：{string.Join(", ", values)}。",
        $"The output `{name}` is `{found}`, not one of its values: {string.Join(", ", values)}.");

    private static string ZhAt(string at) => at.Length == 0 ? "" : $"在 {at} ";

    private static string EnAt(string at) => at.Length == 0 ? "" : $" at {at}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
