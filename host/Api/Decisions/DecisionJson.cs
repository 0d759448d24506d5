using System.Buffers;
using System.Globalization;
using System.Text;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Decisions;

/// <summary>A recorded decision as JSON.</summary>
internal static class DecisionJson
{
    private static readonly TimeSpan ZoneOffset = TimeSpan.FromHours(8);

    /// <summary>The recorded decision with its id and time in front; the same record gives the same text.</summary>
    public static string Of(DecisionRecord record)
    {
        // The canonical decision is an object with members; neither id nor time needs escaping.
        const string format = "yyyy-MM-dd'T'HH:mm:ss.fffzzz";
        var decidedAt = record.DecidedAt.ToOffset(ZoneOffset).ToString(format, CultureInfo.InvariantCulture);
        return $$"""{"decisionId":"{{record.DecisionId}}","decidedAt":"{{decidedAt}}",{{record.Decision.AsSpan(1)}}""";
    }

    /// <summary>Writes it as UTF-8.</summary>
    public static void Write(IBufferWriter<byte> output, DecisionRecord record) =>
        Encoding.UTF8.GetBytes(Of(record), output);
}
