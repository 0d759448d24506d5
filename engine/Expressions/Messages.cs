using System.Globalization;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions;

/// <summary>All wording of expressions: what is wrong, the offending text in backticks, the cure.</summary>
internal static class Messages
{
    // Reading.
    public static LocalizedText TooLong(int length) => new(
        $"表达式长 `{length}` 个字符，上限为 `{Limits.ExpressionLength}`。请拆成多列、多行或多个步骤。",
        $"The expression is `{length}` characters long; the limit is `{Limits.ExpressionLength}`. "
        + $"Split it into columns, rows or steps.");

    public static LocalizedText TooDeep() => new(
        $"表达式嵌套超过 `{Limits.Nesting}` 层或链条过长。请拆成多列、多行或多个步骤。",
        $"The expression is nested deeper than `{Limits.Nesting}` levels or chained too long. "
        + $"Split it into columns, rows or steps.");

    public static LocalizedText UnexpectedCharacter(string found)
    {
        if (char.IsControl(found[0])) found = Code(found[0]);
        return new($"无法识别的字符 `{found}`。请删除。", $"The character `{found}` means nothing here. Remove it.");
    }

    public static LocalizedText HalfCharacter(char half) => new(
        $"`{Code(half)}` 只是半个字符。请删除。", $"`{Code(half)}` is only half of a character. Remove it.");

    public static LocalizedText SingleQuote() => new(
        "文本不能用 `'` 括起。请改用 `\"`。", "Texts are not quoted by `'`. Write `\"` instead.");

    public static LocalizedText FullWidth(string found, string ascii) => new(
        $"不能使用全角或排版符号 `{found}`。请改用半角 `{ascii}`。",
        $"The full-width or typographic character `{found}` is not accepted. Write `{ascii}` instead.");

    public static LocalizedText Foreign(string found, string feel) => new(
        $"FEEL 没有运算符 `{found}`。请改用 `{feel}`。", $"FEEL has no operator `{found}`. Write `{feel}` instead.");

    public static LocalizedText Unterminated(string found) => new(
        $"文本 `{found}` 缺少结尾引号。请补上 `\"`。", $"The text `{found}` has no closing quotation mark. Add `\"`.");

    public static LocalizedText UnterminatedComment() => new(
        "注释 `/*` 没有结束。请补上 `*/`。", "The comment `/*` does not end. Add `*/`.");

    public static LocalizedText InvalidEscape(string found) => new(
        $"转义 `{found}` 无效。反斜杠本身请写作 `\\\\`，字符请写作 `\\u` 加四位十六进制。",
        $"The escape `{found}` is not valid. "
        + $"Write `\\\\` for a backslash, `\\u` and four hexadecimal digits for a character.");

    public static LocalizedText InvalidNumber(string found) => new(
        $"数字 `{found}` 无法准确读取。请写普通小数，不用指数，最多 28 位。",
        $"The number `{found}` cannot be read exactly. Write plain decimal digits without exponent, at most 28.");

    public static LocalizedText InvalidTemporal(string found) => new(
        $"`{found}` 不是日期、时刻或时长。请按 ISO 8601 书写，例如 `2026-01-31`、`2026-01-31T08:00:00+08:00`、`P30D`、`P1Y6M`。",
        $"`{found}` is no date, instant or duration. "
        + $"Write ISO 8601, for example `2026-01-31`, `2026-01-31T08:00:00+08:00`, `P30D`, `P1Y6M`.");

    public static LocalizedText Unexpected(string found, LocalizedText wanted) => new(
        $"`{found}` 不应出现在此处，应为{wanted.ZhCn}。请更正。", $"`{found}` is not expected here: {wanted.En} is. Correct it.");

    public static LocalizedText EndsEarly(string text, LocalizedText wanted) => text.Length == 0
        ? new($"表达式为空：应为{wanted.ZhCn}。请填写。", $"The expression is empty: {wanted.En} is missing. Write one.")
        : new($"`{text}` 之后不完整：应为{wanted.ZhCn}。请补上。",
            $"The expression ends too early after `{text}`: {wanted.En} is missing. Add it.");

    // Binding.
    public static LocalizedText UnknownName(string name, IEnumerable<string> known) => new(
        $"没有名为 `{name}` 的字段或变量。{Suggestion.In(name, known).ZhCn}若指文本，请写作 `\"{name}\"`。",
        $"There is no field or variable `{name}`. "
        + $"{Suggestion.In(name, known).En} If the text is meant, write `\"{name}\"`.");

    public static LocalizedText UnquotedText(string name) => new(
        $"没有名为 `{name}` 的字段或变量。若指文本，请写作 `\"{name}\"`。",
        $"There is no field or variable `{name}`. If the text is meant, write `\"{name}\"`.");

    public static LocalizedText UnknownMember(string member, IEnumerable<string> known) => new(
        $"没有成员 `{member}`。{Suggestion.In(member, known).ZhCn}",
        $"There is no member `{member}`. {Suggestion.In(member, known).En}");

    public static LocalizedText NoMembers(string member, DataType type) => new(
        $"{type.ZhCn}没有成员 `{member}`。请去掉 `.{member}`。",
        $"A value of type {type.En} has no member `{member}`. Remove `.{member}`.");

    public static LocalizedText UnknownFunction(string name, IEnumerable<string> known) => new(
        $"没有函数 `{name}`。{Suggestion.In(name, known).ZhCn}",
        $"There is no function `{name}`. {Suggestion.In(name, known).En}");

    public static LocalizedText ArgumentCount(string name, int count, string signatures) => new(
        $"函数 `{name}` 不接受 `{count}` 个参数。请按 `{signatures}` 书写。",
        $"The function `{name}` does not take `{count}` arguments. Write `{signatures}`.");

    public static LocalizedText ArgumentName(string name, string signatures) => new(
        $"参数名 `{name}` 未知、重复，或与按位置的参数混用。请按 `{signatures}` 书写。",
        $"The argument `{name}` is unknown, repeated or mixed with unnamed ones. Write `{signatures}`.");

    public static LocalizedText Argument(string function, string parameter, DataType given, DataType wanted) => new(
        $"函数 `{function}` 的参数 `{parameter}` 应为{wanted.ZhCn}，此处为{given.ZhCn}。请改用{wanted.ZhCn}。",
        $"The argument `{parameter}` of `{function}` must be {wanted.En}, not {given.En}. "
        + $"Give a value of type {wanted.En}.");

    public static LocalizedText Operands(string op, DataType left, DataType right) => new(
        $"运算符 `{op}` 不能用于{left.ZhCn}和{right.ZhCn}。{Conversion(left, right).ZhCn}",
        $"The operator `{op}` does not apply to {left.En} and {right.En}. {Conversion(left, right).En}");

    public static LocalizedText Operand(string op, DataType given, DataType wanted) => new(
        $"`{op}` 需要{wanted.ZhCn}，此处为{given.ZhCn}。请改用{wanted.ZhCn}。",
        $"`{op}` needs {wanted.En}, not {given.En}. Give a value of type {wanted.En}.");

    public static LocalizedText Test(string text, DataType given, DataType input) => new(
        $"`{text}` 是{given.ZhCn}，不能与{input.ZhCn}类型的输入比较。{Conversion(input, given).ZhCn}",
        $"`{text}` is {given.En} and cannot be compared with an input of type {input.En}. "
        + $"{Conversion(input, given).En}");

    public static LocalizedText NotAllowed(string text, IEnumerable<string> allowed) => new(
        $"`{text}` 不在允许的取值之内。{Suggestion.In(text, allowed).ZhCn}",
        $"`{text}` is not one of the allowed values. {Suggestion.In(text, allowed).En}");

    public static LocalizedText InputOutsideCell() => new(
        "`?` 只能用在单元格中。请改写字段名。", "`?` has a meaning in cells only. Name the field instead.");

    public static LocalizedText External(string text) => new(
        $"不能调用外部函数 `{text}`。请用 FEEL 写出函数体。",
        $"The external function `{text}` cannot be called. Write its body in FEEL.");

    public static LocalizedText Impure(string name) => new(
        $"`{name}()` 每次求值结果不同，决策将无法重放。请改用事实中的时刻，例如 `declaredAt`。",
        $"`{name}()` gives another result each time, and decisions could not be replayed. "
        + $"Use an instant of the facts, for example `declaredAt`.");

    public static LocalizedText EmptyInterval(string text) => new(
        $"区间 `{text}` 不含任何值。请调换两端。", $"No value lies in the interval `{text}`. Swap its ends.");

    public static LocalizedText InvalidPattern(string pattern) => new(
        $"正则表达式 `{pattern}` 不可用。请检查语法，勿用环视和反向引用，长度不超过 `{Limits.PatternLength}`。",
        $"The regular expression `{pattern}` cannot be used. "
        + $"Check its syntax; no look-around, no back references, at most `{Limits.PatternLength}` characters.");

    public static LocalizedText RepeatedKey(string key) => new(
        $"键 `{key}` 重复。请删除其中一个。", $"The key `{key}` is given twice. Remove one.");

    public static LocalizedText UnknownType(string name, IEnumerable<string> known) => new(
        $"没有类型 `{name}`。{Suggestion.In(name, known).ZhCn}",
        $"There is no type `{name}`. {Suggestion.In(name, known).En}");

    public static LocalizedText ConstantFault(string text, LocalizedText fault) => new(
        $"`{text}` 总是出错：{fault.ZhCn}", $"`{text}` always goes wrong: {fault.En}");

    // Faults.
    public static LocalizedText WrongType(string op, Value value, string wantedZh, string wantedEn) => new(
        $"`{op}` 需要{wantedZh}，得到 `{Show(value)}`。请检查事实的类型。",
        $"`{op}` needs {wantedEn} but got `{Show(value)}`. Check the type of the facts.");

    public static LocalizedText WrongTypes(string op, Value left, Value right) => new(
        $"`{op}` 不能用于 `{Show(left)}` 和 `{Show(right)}`。请检查事实的类型。",
        $"`{op}` does not apply to `{Show(left)}` and `{Show(right)}`. Check the types of the facts.");

    public static LocalizedText DivisionByZero(Value dividend) => new(
        $"`{Show(dividend)}` 除以零。请先判断除数。", $"`{Show(dividend)}` is divided by zero. Test the divisor first.");

    public static LocalizedText Overflow(string op) => new(
        $"`{op}` 的结果超出范围。请检查数值大小。", $"The result of `{op}` is out of range. Check the magnitudes.");

    public static LocalizedText Invalid(string function, Value value, string allowedZh, string allowedEn) => new(
        $"函数 `{function}` 不接受 `{Show(value)}`。应为{allowedZh}。",
        $"The function `{function}` does not accept `{Show(value)}`. It must be {allowedEn}.");

    public static LocalizedText OutOfRange(string op, Value index, int count) => new(
        $"`{op}` 的位置 `{Show(index)}` 不存在，共 `{count}` 项。请先用 `count` 判断。",
        $"`{op}` has no position `{Show(index)}` among `{count}`. Compare with `count` first.");

    public static LocalizedText CallCount(string signature, int count) => new(
        $"`{signature}` 不接受 `{count}` 个参数。请按函数的形参书写。",
        $"`{signature}` does not take `{count}` arguments. Give one for each parameter.");

    public static LocalizedText TooManyCalls() => new(
        $"函数相互调用超过 `{Limits.Calls}` 层。请减少嵌套。",
        $"Functions call one another deeper than `{Limits.Calls}` levels. Nest fewer calls.");

    public static LocalizedText TooManyIterations() => new(
        $"计算量超过一次求值的上限（约 `{Limits.Iterations}` 次循环）。请减少循环的项数。",
        $"The evaluation is more work than allowed (about `{Limits.Iterations}` iterations). Loop over fewer items.");

    public static LocalizedText TextTooLong() => new(
        $"文本结果超过 `{Limits.TextLength}` 个字符。请缩短。",
        $"A text result is longer than `{Limits.TextLength}` characters. Make it shorter.");

    public static LocalizedText ListTooLong() => new(
        $"列表结果超过 `{Limits.ListLength}` 项，或内容过大。请缩短。",
        $"A list result is longer than `{Limits.ListLength}` items or holds too much. Make it shorter.");

    private static LocalizedText Conversion(DataType left, DataType right) => (left.Kind, right.Kind) switch
    {
        (ValueKind.Date, ValueKind.Text) or (ValueKind.Text, ValueKind.Date) => new(
            "日期请写作 `@\"2026-01-31\"`。", "Write a date as `@\"2026-01-31\"`."),
        (ValueKind.Instant, ValueKind.Text) or (ValueKind.Text, ValueKind.Instant) => new(
            "时刻请写作 `@\"2026-01-31T08:00:00+08:00\"`。", "Write an instant as `@\"2026-01-31T08:00:00+08:00\"`."),
        (ValueKind.Duration, ValueKind.Text) or (ValueKind.Text, ValueKind.Duration) => new(
            "时长请写作 `@\"P30D\"`。", "Write a duration as `@\"P30D\"`."),
        (ValueKind.Date, ValueKind.Instant) or (ValueKind.Instant, ValueKind.Date) => new(
            "请用 `date(…)` 取时刻的日期。", "Take the day of the instant by `date(…)`."),
        (ValueKind.Text, ValueKind.Number) => new(
            "文本请加引号，或用 `number(…)` 转换。", "Quote the text, or convert by `number(…)`."),
        (ValueKind.Number, ValueKind.Text) => new(
            "数字请去掉引号，或用 `string(…)` 转换。", "Write the number without quotation marks, or convert by `string(…)`."),
        (ValueKind.List, _) => new(
            "列表请用 `list contains(…)`、`some … satisfies` 或聚合函数。",
            "For a list use `list contains(…)`, `some … satisfies` or an aggregation."),
        _ => new("请使用同一类型的值。", "Use values of the same type."),
    };

    /// <summary>A value as shown in faults: cut short, because facts may be long and personal data should not
    /// spread.</summary>
    private static string Show(Value value)
    {
        var text = value.Kind switch
        {
            ValueKind.List => string.Create(CultureInfo.InvariantCulture, $"list({value.AsList().Length})"),
            ValueKind.Object => "object",
            _ => value.ToString(),
        };
        return Texts.Cut(text, 60);
    }

    private static string Code(char c) => string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}");
}
