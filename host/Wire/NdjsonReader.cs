using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Policy.Host.Wire;

/// <summary>A line of NDJSON.</summary>
/// <param name="Number">Counts from 1, blank lines included.</param>
/// <param name="Text">The line without its end; empty for a blank line and for one that is too long.</param>
/// <param name="TooLong">True when the line was longer than allowed and was skipped.</param>
internal readonly record struct NdjsonLine(long Number, ReadOnlyMemory<byte> Text, bool TooLong = false);

/// <summary>Reads NDJSON as it arrives, in small memory whatever the length of the stream.</summary>
internal static class NdjsonReader
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxLine = 10 * 1024 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The lines in blocks: each block holds what was there to read at once. Blank lines at the end of the
    /// stream are dropped; others are given, since every line is meant to be an object.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<NdjsonLine>> Blocks(
        PipeReader source,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var lines = new Lines();
        ReadResult read;
        do
        {
            read = await source.ReadAsync(cancellation);
            source.AdvanceTo(lines.Take(read.Buffer, read.IsCompleted), read.Buffer.End);
            if (lines.Found() is { Count: > 0 } block) yield return block;
        }
        while (!read.IsCompleted);
        await source.CompleteAsync();
    }

    /// <summary>Cuts a growing buffer into lines.</summary>
    private sealed class Lines
    {
        private List<NdjsonLine> _found = [];
        private long _number;
        private long _blanks;
        private bool _skipping;

        public List<NdjsonLine> Found()
        {
            var found = _found;
            _found = [];
            return found;
        }

        /// <summary>Takes all whole lines; gives the position from which the rest must be seen again.</summary>
        public SequencePosition Take(ReadOnlySequence<byte> buffer, bool last)
        {
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                Add(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (last && (_skipping || !buffer.IsEmpty))
            {
                Add(buffer);
                return buffer.End;
            }

            if (buffer.Length <= MaxLine + 1) return buffer.Start;
            _skipping = true;
            return buffer.End;
        }

        private void Add(ReadOnlySequence<byte> bytes)
        {
            var number = ++_number;
            if (_skipping || bytes.Length > MaxLine + 1)
            {
                _skipping = false;
                Give(new NdjsonLine(number, default, TooLong: true));
                return;
            }

            var text = new ReadOnlyMemory<byte>(bytes.ToArray());
            if (number == 1 && text.Span.StartsWith(ByteOrderMark)) text = text[ByteOrderMark.Length..];
            if (text.Span.EndsWith("\r"u8)) text = text[..^1];
            if (text.Length > MaxLine) Give(new NdjsonLine(number, default, TooLong: true));
            else if (text.Span.IndexOfAnyExcept(" \t"u8) < 0) _blanks++;
            else Give(new NdjsonLine(number, text));
        }

        private void Give(NdjsonLine line)
        {
            for (; _blanks > 0; _blanks--) _found.Add(new NdjsonLine(line.Number - _blanks, default));
            _found.Add(line);
        }
    }
}
