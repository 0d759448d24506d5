using Bogus;

namespace Policy.Seed.Generator;

/// <summary>A choice among weighted items.</summary>
internal sealed class Mix<T>
{
    private readonly T[] _items;
    private readonly double[] _upTo;

    public Mix(params (T Item, double Weight)[] shares)
    {
        _items = [.. shares.Select(s => s.Item)];
        _upTo = new double[shares.Length];
        var total = 0.0;
        for (var i = 0; i < shares.Length; i++) _upTo[i] = total += shares[i].Weight;
        for (var i = 0; i < shares.Length; i++) _upTo[i] /= total;
    }

    public T Pick(Randomizer random)
    {
        var found = Array.BinarySearch(_upTo, random.Double());
        return _items[Math.Min(found < 0 ? ~found : found + 1, _items.Length - 1)];
    }
}

/// <summary>Draws from distributions, by nothing but the given generator.</summary>
internal static class Draws
{
    /// <summary>True with a probability.</summary>
    public static bool Chance(this Randomizer random, double probability) => random.Double() < probability;

    /// <summary>A log-normal number.</summary>
    public static double LogNormal(this Randomizer random, double median, double sigma)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.Double())) * Math.Cos(2 * Math.PI * random.Double());
        return median * Math.Exp(sigma * normal);
    }

    /// <summary>An amount of money between two bounds, to the cent.</summary>
    public static decimal Money(this Randomizer random, double from, double to) => Cents(from + ((to - from) * random.Double()));

    /// <summary>An amount of money, to the cent and at least one cent.</summary>
    public static decimal Cents(double amount) => Math.Max(0.01m, Math.Round((decimal)amount, 2, MidpointRounding.AwayFromZero));

    public static T One<T>(this Randomizer random, IReadOnlyList<T> items) => items[random.Int(0, items.Count - 1)];
}
