using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Policy.Engine.Documents;

/// <summary>The JSON of a large document: the members of its object, where the long arrays among them are parsed a piece at
/// a time, so that a list of a million entries is never in memory twice.</summary>
internal sealed class JsonPieces : IDisposable
{
    private const int PieceBytes = 1 << 18;

    private readonly ReadOnlyMemory<byte> _utf8;
    private readonly Dictionary<string, List<Range>> _arrays;
    private readonly JsonDocument _members;

    private JsonPieces(ReadOnlyMemory<byte> utf8, Dictionary<string, List<Range>> arrays, JsonDocument members) =>
        (_utf8, _arrays, _members) = (utf8, arrays, members);

    /// <summary>The object, in which the long arrays are empty.</summary>
    public JsonElement Root => _members.RootElement;

    /// <summary>True when what was read so far does not do and the text must be read as a whole: a member is repeated within
    /// a piece, or a long array stands where none belongs.</summary>
    public bool IsTooLittle { get; private set; }

    /// <summary>The pieces; null when there is no long array, or when anything is wrong, which <see cref="StrictJson"/> then
    /// tells.</summary>
    public static JsonPieces? Of(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length is <= PieceBytes or > DocumentLimits.DocumentBytes || !Utf8.IsValid(utf8.Span)) return null;
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var arrays = LongArrays(utf8.Span);
            return arrays.Count == 0 ? null : new JsonPieces(utf8, arrays, StrictJson.Parse(Without(utf8.Span, arrays.Values)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True when a member is an array that comes in pieces.</summary>
    public bool Has(string member) => _arrays.ContainsKey(member);

    /// <summary>Says that a member is needed as it is.</summary>
    public void NeedWhole(string member) => IsTooLittle |= Has(member);

    /// <summary>The items of such an array; each can be read only until the next is asked for.</summary>
    public IEnumerable<JsonElement> Items(string member)
    {
        foreach (var range in _arrays[member])
        {
            var (start, length) = range.GetOffsetAndLength(_utf8.Length);
            var buffer = ArrayPool<byte>.Shared.Rent(length + 2);
            (buffer[0], buffer[length + 1]) = ((byte)'[', (byte)']');
            _utf8.Span.Slice(start, length).CopyTo(buffer.AsSpan(1));
            using (var piece = Parsed(buffer.AsMemory(0, length + 2)))
                foreach (var item in piece?.RootElement.EnumerateArray() ?? default) yield return item;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _members.Dispose();

    private JsonDocument? Parsed(ReadOnlyMemory<byte> piece)
    {
        try
        {
            return StrictJson.Parse(piece);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            IsTooLittle = true;
            return null;
        }
    }

    /// <summary>By member: the pieces of its long array, some whole items each.</summary>
    private static Dictionary<string, List<Range>> LongArrays(ReadOnlySpan<byte> utf8)
    {
        var arrays = new Dictionary<string, List<Range>>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) reader.Skip();
            else if (Pieces(ref reader) is { Count: > 1 } pieces && !arrays.TryAdd(name, pieces)) return [];
        }

        // What follows the object is wrong, and the reader says so.
        reader.Read();
        return arrays;
    }

    private static List<Range> Pieces(ref Utf8JsonReader reader)
    {
        var pieces = new List<Range>();
        var (start, end) = ((int)reader.BytesConsumed, (int)reader.BytesConsumed);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (end - start > PieceBytes)
            {
                pieces.Add(start..end);
                start = (int)reader.TokenStartIndex;
            }

            reader.Skip();
            end = (int)reader.BytesConsumed;
        }

        pieces.Add(start..end);
        return pieces;
    }

    private static byte[] Without(ReadOnlySpan<byte> utf8, IEnumerable<List<Range>> arrays)
    {
        var rest = new ArrayBufferWriter<byte>();
        var from = 0;
        foreach (var pieces in arrays.OrderBy(p => p[0].Start.Value))
        {
            rest.Write(utf8[from..pieces[0].Start.Value]);
            from = pieces[^1].End.Value;
        }

        rest.Write(utf8[from..]);
        return rest.WrittenSpan.ToArray();
    }
}
