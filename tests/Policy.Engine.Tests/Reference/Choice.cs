using CsCheck;

namespace Policy.Engine.Tests.Reference;

/// <summary>Choices with one type argument each, where the library's own overloads are ambiguous.</summary>
internal static class Choice
{
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static Gen<T> Among<T>(params Gen<T>[] gens) => Gen.Int[0, gens.Length - 1].SelectMany(i => gens[i]);

    public static Gen<T> Weighted<T>(params (int Weight, Gen<T> Gen)[] gens) =>
        Among([.. gens.SelectMany(g => Enumerable.Repeat(g.Gen, g.Weight))]);
}
