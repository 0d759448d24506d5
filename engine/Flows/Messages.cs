using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Flows;

/// <summary>What checking flows says.</summary>
internal static class Messages
{
    public static readonly LocalizedText NoSteps = new("流程至少需要一个步骤。请补上。", "A flow needs at least one step. Add it.");

    public static readonly LocalizedText OutcomeId = new(
        "`outcome` 是流程自身输出的名称。请换一个步骤标识。", "`outcome` is the name of the flow's own output. Choose another id for the step.");

    public static LocalizedText NotEvaluable(string key) => new(
        $"`{Quote(key)}` 不能求值。请引用决策文档。", $"`{Quote(key)}` cannot be evaluated. Use a document that decides.");
}
