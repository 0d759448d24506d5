using System.Buffers;

namespace Policy.Engine.EntryLists;

/// <summary>A text being built: on the stack, in a rented array when it is long.</summary>
internal ref struct TextBuffer(Span<char> room)
{
    private Span<char> _room = room;
    private char[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<char> Text => _room[.._length];

    public void Append(char c)
    {
        if (_length == _room.Length) Grow(_length + 1);
        _room[_length++] = c;
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        if (text.Length > _room.Length - _length) Grow(_length + text.Length);
        text.CopyTo(_room[_length..]);
        _length += text.Length;
    }

    public readonly void Dispose()
    {
        if (_rented is not null) ArrayPool<char>.Shared.Return(_rented);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(needed, _room.Length * 2));
        Text.CopyTo(larger);
        Dispose();
        _rented = larger;
        _room = larger;
    }
}
