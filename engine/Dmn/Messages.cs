using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Dmn;

/// <summary>What importing and exporting models says.</summary>
internal static class Messages
{
    public static LocalizedText TooLarge(int bytes, int limit) => new(
        $"模型有 `{bytes}` 字节，上限为 `{limit}`。请拆分模型。", $"The model has `{bytes}` bytes; the limit is `{limit}`. Split it.");

    public static LocalizedText TooDeep(int limit) => new(
        $"XML 嵌套超过 `{limit}` 层。请检查文件。", $"The XML is nested deeper than `{limit}` levels. Check the file.");

    public static LocalizedText Malformed(int line, int column) => new(
        $"XML 第 `{line}` 行第 `{column}` 列无法读取。不允许文档类型声明和实体。请重新导出模型。",
        $"The XML cannot be read at line `{line}`, column `{column}`. Document types and entities are not accepted. Export it again.");

    public static LocalizedText NoModel(string root) => new(
        $"`{Quote(root)}` 不是 DMN 1.2 至 1.5 的 `definitions`。请导出为其中一个版本。",
        $"`{Quote(root)}` is not the `definitions` of DMN 1.2 to 1.5. Export the model as one of them.");

    public static LocalizedText Import(string name) => new(
        $"不支持导入其他模型 `{Quote(name)}`。请把所需元素复制到本模型。",
        $"The import of another model, `{Quote(name)}`, is not supported. Copy what is needed into this model.");

    public static LocalizedText NotKept(string what, string cure, string cureZh) => new(
        $"无法保留 `{Quote(what)}`。{cureZh}", $"`{Quote(what)}` cannot be kept. {cure}");

    public static LocalizedText Diagram => NotKept("DMNDI", "The documents are complete without the diagram.", "文档不需要图形即完整。");

    public static LocalizedText NotKeptText(string element, string text) =>
        NotKept($"{element}: {text}", "Write it into the legal basis or a note if it matters.", "如有需要，请写入法律依据或备注。");

    public static LocalizedText LooseType(string type) => NotKept(
        type, "Values are taken without this check.", "取值将不作此检查。");

    public static LocalizedText UnknownElement(string href) => new(
        $"模型中没有元素 `{Quote(href)}`。请修正引用。", $"The model has no element `{Quote(href)}`. Mend the reference.");

    public static LocalizedText UnknownType(string type) => new(
        $"没有类型 `{Quote(type)}`，将接受任意值。请补上 itemDefinition。",
        $"There is no type `{Quote(type)}`; any value is taken. Add the itemDefinition.");

    public static LocalizedText Foreign(string what) => new(
        $"`{Quote(what)}` 不能导入，结果将为空值。请改用 FEEL 表达。",
        $"`{Quote(what)}` cannot be imported; its result will be null. Express it in FEEL.");

    public static LocalizedText NotWritten(string what) => NotKept(
        what, "The model only holds what decides; keep the documents.", "模型只含决策逻辑；请保留原文档。");

    public static LocalizedText NotExported(string what) => new(
        $"DMN 无法表达 `{Quote(what)}`。请不要导出它，或改用决策表、表达式。",
        $"DMN has no form for `{Quote(what)}`. Leave it out, or use a decision table or an expression.");
}
