using static Policy.Engine.Documents.Messages;

namespace Policy.Engine.Cases;

/// <summary>What running cases says.</summary>
internal static class Messages
{
    public static LocalizedText Differs(string expected, string actual) => new(
        $"应为 `{Quote(expected)}`，实为 `{Quote(actual)}`。", $"Expected `{Quote(expected)}`, but got `{Quote(actual)}`.");

    public static LocalizedText Count(int expected, int actual) => new(
        $"应有 {expected} 项，实有 {actual} 项。", $"Expected {expected} items, but got {actual}.");

    public static LocalizedText NoMember(string name) => new(
        $"结果没有 `{Quote(name)}`。", $"The result has no `{Quote(name)}`.");

    public static LocalizedText Faulted(Fault fault) => new(
        $"{Place(fault)}：{fault.Message.ZhCn}", $"{Place(fault)}: {fault.Message.En}");

    private static string Place(Fault fault) => fault.Item is null ? fault.Document : $"{fault.Document} {fault.Item}";
}
