using System.Buffers;

namespace Policy.Engine.Indexing;

/// <summary>Numbers found during one lookup: on the stack, in a rented array when there are many.</summary>
/// <remarks>The room is written before it is read: methods that run with every decision skip clearing it.</remarks>
internal ref struct NumberBuffer(Span<int> room)
{
    private Span<int> _room = room;
    private int[]? _rented;
    private int _count;

    public readonly int Count => _count;

    public readonly ReadOnlySpan<int> All => _room[.._count];

    public void Add(int number)
    {
        if (_count == _room.Length) Grow(_count + 1);
        _room[_count++] = number;
    }

    public void Add(scoped ReadOnlySpan<int> numbers)
    {
        if (numbers.Length > _room.Length - _count) Grow(_count + numbers.Length);
        numbers.CopyTo(_room[_count..]);
        _count += numbers.Length;
    }

    /// <summary>Drops what was added from a place on.</summary>
    public void Cut(int start) => _count = start;

    /// <summary>Brings what was added from a place on into ascending order, each number once.</summary>
    public void Settle(int start)
    {
        if (_count - start < 2) return;
        _room[start.._count].Sort();
        var kept = start + 1;
        for (var i = kept; i < _count; i++)
            if (_room[i] != _room[kept - 1]) _room[kept++] = _room[i];
        _count = kept;
    }

    public readonly void Dispose()
    {
        if (_rented is not null) ArrayPool<int>.Shared.Return(_rented);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<int>.Shared.Rent(Math.Max(needed, _room.Length * 2));
        All.CopyTo(larger);
        Dispose();
        _rented = larger;
        _room = larger;
    }
}
