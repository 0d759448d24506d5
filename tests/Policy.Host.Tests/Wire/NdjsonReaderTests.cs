using System.IO.Pipelines;
using System.Text;
using Policy.Host.Wire;

namespace Policy.Host.Tests.Wire;

public sealed class NdjsonReaderTests
{
    [Theory]
    [InlineData("{}\n[]\n", "1:{}|2:[]")]
    [InlineData("{}\n[]", "1:{}|2:[]")]
    [InlineData("{}\r\n[]\r\n", "1:{}|2:[]")]
    [InlineData("\uFEFF{}\n", "1:{}")]
    [InlineData("", "")]
    public async Task Lines_come_whole_whatever_their_ending(string text, string expected) =>
        Assert.Equal(expected, await Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("{}\n\n  \n[]\n", "1:{}|2:|3:|4:[]")]
    [InlineData("{}\n\n\n", "1:{}")]
    [InlineData("\n{}", "1:|2:{}")]
    public async Task Blank_lines_count_unless_nothing_follows_them(string text, string expected) =>
        Assert.Equal(expected, await Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(NdjsonReader.MaxLine, false)]
    [InlineData(NdjsonReader.MaxLine + 1, true)]
    [InlineData(3 * NdjsonReader.MaxLine, true)]
    public async Task A_line_longer_than_allowed_is_skipped_and_the_next_is_read(int length, bool tooLong)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'x', length), (byte)'\n', .. "{}"u8];

        var lines = await Lines(text);

        Assert.Equal([tooLong, false], lines.Select(l => l.TooLong));
        Assert.Equal([1L, 2L], lines.Select(l => l.Number));
        Assert.Equal("{}", Encoding.UTF8.GetString(lines[1].Text.Span));
    }

    [Fact]
    public async Task A_line_longer_than_allowed_at_the_end_is_reported()
    {
        var lines = await Lines([.. Enumerable.Repeat((byte)'x', 2 * NdjsonReader.MaxLine)]);

        Assert.True(Assert.Single(lines).TooLong);
    }

    private static async Task<string> Read(byte[] text) =>
        string.Join('|', (await Lines(text)).Select(l => $"{l.Number}:{Encoding.UTF8.GetString(l.Text.Span)}"));

    private static async Task<List<NdjsonLine>> Lines(byte[] text)
    {
        var reader = PipeReader.Create(new MemoryStream(text), new StreamPipeReaderOptions(bufferSize: 4096));
        var lines = new List<NdjsonLine>();
        await foreach (var block in NdjsonReader.Blocks(reader, TestContext.Current.CancellationToken)) lines.AddRange(block);
        return lines;
    }
}
