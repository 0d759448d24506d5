using System.Numerics;

namespace Policy.Engine.Compiling;

/// <summary>Evaluations that depend on a few whole numbers alone, kept for those met lately. Threads may replace what others
/// have kept, which is then only made again.</summary>
internal sealed class Recent
{
    private const int Places = 256;
    private const int MostNumbers = 16;
    private const ulong Spreading = 0x9E37_79B9_7F4A_7C15;

    private readonly Made?[] _made = new Made?[Places];

    /// <summary>The evaluation kept for the numbers; null when there is none.</summary>
    public Evaluation? Find(ReadOnlySpan<int> numbers) =>
        numbers.Length <= MostNumbers && _made[Place(numbers)] is { } made && numbers.SequenceEqual(made.Numbers) ? made.Evaluation : null;

    /// <summary>Keeps an evaluation, which must be sound and without a trace.</summary>
    public Evaluation Keep(ReadOnlySpan<int> numbers, Evaluation evaluation)
    {
        if (numbers.Length <= MostNumbers) _made[Place(numbers)] = new Made(numbers.ToArray(), evaluation);
        return evaluation;
    }

    private static int Place(ReadOnlySpan<int> numbers)
    {
        var hash = 0UL;
        foreach (var number in numbers) hash = unchecked((BitOperations.RotateLeft(hash, 5) ^ (uint)number) * Spreading);
        return (int)(hash >> 56);
    }

    private sealed record Made(int[] Numbers, Evaluation Evaluation);
}
