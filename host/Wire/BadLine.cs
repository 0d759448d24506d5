using Policy.Engine;

namespace Policy.Host.Wire;

/// <summary>Why a line of NDJSON is not taken.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">One sentence for people.</param>
internal sealed record BadLine(string Code, LocalizedText Message)
{
    /// <summary>The line is no object of the fact type; the errors say where.</summary>
    public static readonly BadLine InvalidFacts = new(
        "invalid-facts",
        new LocalizedText("这一行不是有效的数据，请按所列错误修改。", "The line does not hold valid facts; mend the errors listed."));

    private static readonly BadLine Blank = new(
        "blank-line",
        new LocalizedText("这一行是空行；每一行必须是一个 JSON 对象。", "The line is blank; every line must be a JSON object."));

    private static readonly BadLine TooLong = new(
        "line-too-long", new LocalizedText("这一行超过 10 MB，已跳过。", "The line is longer than 10 MB and was skipped."));

    /// <summary>Why the line cannot even be read; null when it can.</summary>
    public static BadLine? Of(NdjsonLine line) => line switch
    {
        { TooLong: true } => TooLong,
        { Text.IsEmpty: true } => Blank,
        _ => null,
    };
}
