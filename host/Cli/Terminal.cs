using System.Text;

namespace Policy.Host.Cli;

/// <summary>Where a verb reads from and writes to.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output, UTF-8.</param>
/// <param name="Error">Messages that are no result.</param>
internal sealed record Terminal(Stream In, Stream Out, TextWriter Error)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The terminal of the process.</summary>
    public static Terminal OfProcess() =>
        new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Writer(Console.OpenStandardError()));

    /// <summary>A writer of text lines to the output; dispose it to flush.</summary>
    public TextWriter OutText() => Writer(Out);

    private static StreamWriter Writer(Stream stream) => new(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
}
