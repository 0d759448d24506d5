using Policy.Engine.Expressions;
using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Compiling;

/// <summary>What compiling and running documents of every kind says.</summary>
internal static class Messages
{
    public static readonly LocalizedText NoDay = new(
        "缺少 `declaredAt`，无法判断期间是否适用。请补上申报时间。",
        "`declaredAt` is absent, so the period cannot be compared. Add the time of declaration.");

    public static readonly LocalizedText UncomposedOverlay = new(
        "覆盖文档须先与上级文档合成，才能编译。", "An overlay must be composed with its parent's document before it is compiled.");

    public static readonly LocalizedText FunctionsNotSupported = new(
        "脚本和工作流不能用 `functions` 调用其他文档。请删去，或改用流程。",
        "Scripts and workflows cannot call other documents through `functions`. Remove it or use a flow.");

    public static readonly LocalizedText RequiresNotSupported = new(
        "此种文档没有 FEEL 表达式，不能使用 `requires`。请删去。",
        "This kind of document has no FEEL expressions to use `requires`. Remove it.");

    public static LocalizedText UnknownFactType(string key, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(key, known);
        return new($"没有事实类型 `{Quote(key)}`。{zh}", $"There is no fact type `{Quote(key)}`. {en}");
    }

    public static LocalizedText UnknownDocument(string key, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(key, known);
        return new($"没有可求值的文档 `{Quote(key)}`。{zh}", $"There is no document `{Quote(key)}` to evaluate. {en}");
    }

    public static LocalizedText Cycle(string key) => new(
        $"`{key}` 最终依赖自身。请打断循环。", $"`{key}` depends on itself in the end. Break the cycle.");

    public static LocalizedText NameTaken(string name) => new(
        $"`{Quote(name)}` 已是事实字段或另一决策的名称。请换一个。",
        $"`{Quote(name)}` is already a field of the facts or another decision. Choose another name.");

    public static LocalizedText ShadowRead(string name) => new(
        $"`{name}` 只在影子模式运行，不得影响正式决策。请不要引用它，或提高其效力。",
        $"`{name}` runs in shadow only and must not change a live decision. Do not read it, or raise its force.");

    public static LocalizedText NoObjectField(string field, string from, string to) => new(
        $"`{from}` 没有可作为 `{to}` 事实的对象字段 `{field}`。请在 `facts` 中指明合适的字段。",
        $"`{from}` has no object field `{field}` to serve as facts of `{to}`. Name one that fits under `facts`.");

    public static LocalizedText FieldDoesNotFit(string field, string from, string to) => from.Length == 0
        ? new($"`{to}` 需要字段 `{field}`，但来源没有。请补上或改为可缺省。",
            $"`{to}` needs the field `{field}`, which the source does not have. Add it or make it optional.")
        : new($"`{from}` 的字段 `{field}` 与 `{to}` 的不相容（类型、允许值、范围或可缺省性）。请使二者一致。",
            $"The field `{field}` of `{from}` does not fit that of `{to}` (type, values, bounds or optionality). Align them.");

    public static LocalizedText MappedFactsAbsent(string field) => new(
        $"缺少 `{field}`，无法作出此决策。请补上。", $"`{field}` is absent, so this cannot be decided. Add it.");

    public static LocalizedText UnknownList(string name, IReadOnlyCollection<string> lists)
    {
        var (zh, en) = Suggestion(name, lists);
        return new($"`{Quote(name)}` 不是对象列表字段。{zh}", $"`{Quote(name)}` is not a field with a list of objects. {en}");
    }

    public static LocalizedText PeriodWithoutDay(string facts) => new(
        $"`{facts}` 没有 `declaredAt`，期间无从比较。请删去期间，或在事实类型中加入该字段。",
        $"`{facts}` has no `declaredAt` to compare periods with. Remove the period or add the field to the fact type.");

    public static LocalizedText OutputType(string output, DataType expected, DataType found) => new(
        $"输出 `{output}` 应为{expected.ZhCn}，而不是{found.ZhCn}。请改正。",
        $"The output `{output}` is of type {expected.En}, not {found.En}. Correct it.");

    public static LocalizedText NotBoolean(DataType found) => new(
        $"条件应为布尔值，而不是{found.ZhCn}。请写成比较式。", $"A condition must be a boolean, not {found.En}. Write a comparison.");

    public static LocalizedText UnknownOutput(string name, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Suggestion(name, known);
        return new($"没有输出 `{Quote(name)}`。{zh}", $"There is no output `{Quote(name)}`. {en}");
    }

    public static readonly LocalizedText NotLooserThanKey = new(
        "请写作 `zone/key`，例如 `national/channel-thresholds`。", "Write `zone/key`, for example `national/channel-thresholds`.");

    public static LocalizedText RequiredDecisionFaulted(string name) => new(
        $"所依赖的决策 `{name}` 出错，故不据其作出决定。", $"The decision `{name}` that this one reads went wrong, so nothing is decided on it.");

    public static LocalizedText NeedsFlow(string key) => new(
        $"`{key}` 引用流程中先前步骤的输出，不能单独求值。请在 `requires` 中写明所需决策，或对流程求值。",
        $"`{key}` reads earlier steps of a flow and cannot be evaluated alone. Name the decisions it needs under `requires`, or evaluate the flow.");

    public static LocalizedText Internal(string key, Exception bug) => new(
        $"平台在编译 `{key}` 时内部出错（{bug.GetType().Name}：{Quote(bug.Message)}）。请将此信息告知运维人员；在此之前请换一种写法。",
        $"The platform failed to compile `{key}` by an error of its own ({bug.GetType().Name}: {Quote(bug.Message)}). "
        + "Report this to the operator; write the document another way meanwhile.");
}
