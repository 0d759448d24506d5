using System.Buffers;
using System.Globalization;
using System.Text;
using Policy.Rules.Decisions;

namespace Policy.Host.Api.Decisions;

/// <summary>A recorded decision as JSON.</summary>
internal static class DecisionJson
{
    /// <summary>The recorded decision with its id and time of deciding in front; the same record gives the same text.</summary>
    // The canonical decision is an object with members; neither id nor time needs escaping.
    public static string Of(DecisionRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"decisionId\":\"{record.DecisionId}\",\"decidedAt\":\"{record.DecidedAt.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd'T'HH:mm:ss.fffzzz}\",{record.Decision.AsSpan(1)}");

    /// <summary>Writes it as UTF-8.</summary>
    public static void Write(IBufferWriter<byte> output, DecisionRecord record) => Encoding.UTF8.GetBytes(Of(record), output);
}
