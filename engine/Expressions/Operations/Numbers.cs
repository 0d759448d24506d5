using System.Globalization;

namespace Policy.Engine.Expressions.Operations;

/// <summary>Decimal numbers: exact reading and the functions that decimals lack. Nothing passes through binary floating
/// point, so that the result is the same on every machine.</summary>
internal static class Numbers
{
    private const decimal Ln2 = 0.6931471805599453094172321215m;

    /// <summary>Reads plain digits with an optional sign and point; false when a digit would be lost.</summary>
    public static bool TryExact(ReadOnlySpan<char> text, out decimal number)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out number) && Significant(text) <= 28;
    }

    /// <summary>Reads digits as the dialect has them: DMN knows exponents too, and digits past the 28th are lost.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, Dialect dialect, out decimal number) => dialect == Dialect.Policy
        ? TryExact(text, out number)
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>True without decimals other than zeros.</summary>
    public static bool IsWhole(decimal number) => number.Scale == 0 || number == decimal.Truncate(number);

    /// <summary>Reads a number without decimals from 0 up, as positions and scales mostly are; false for any other.</summary>
    public static bool TryInt(decimal number, out int whole)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        whole = bits[0];
        return (bits[1] | bits[2] | bits[3]) == 0 && whole >= 0;
    }

    /// <summary>Rounds to a scale of -28 to 28, negative scales being tens, hundreds and so on.</summary>
    public static decimal Round(decimal number, int scale, MidpointRounding mode)
    {
        if (scale >= 0) return decimal.Round(number, scale, mode);
        var unit = Power(10m, -scale);
        return decimal.Round(number / unit, 0, mode) * unit;
    }

    /// <summary>The power; null when it is no real number. Throws <see cref="OverflowException"/>.</summary>
    public static decimal? Power(decimal number, decimal exponent)
    {
        if (exponent == decimal.Truncate(exponent) && Math.Abs(exponent) <= 1_000_000)
            return Power(number, (int)exponent);
        if (number == 0) return exponent > 0 ? 0 : null;
        if (number < 0) return null;
        return Exp(exponent * Log(number));
    }

    /// <summary>The square root of a number that is not negative.</summary>
    public static decimal Sqrt(decimal number)
    {
        if (number == 0) return 0;
        var (scale, rest) = (1m, number);
        for (; rest > 100; scale *= 10) rest /= 100;
        for (; rest < 1; scale /= 10) rest *= 100;
        var root = (rest + 1) / 2;
        for (var i = 0; i < 60; i++)
        {
            var next = (root + (rest / root)) / 2;
            if (next == root) break;
            root = next;
        }

        return Trim(root * scale, number);
    }

    /// <summary>e to the power. Throws <see cref="OverflowException"/>.</summary>
    public static decimal Exp(decimal number)
    {
        if (number < -70) return 0;
        if (number > 70) throw new OverflowException();
        var (rest, halvings) = (number, 0);
        for (; Math.Abs(rest) > 0.01m; halvings++) rest /= 2;
        var (sum, term) = (1m, 1m);
        for (var i = 1; i < 40 && term != 0; i++) sum += term = term * rest / i;
        for (; halvings > 0; halvings--) sum *= sum;
        return Significant(sum);
    }

    /// <summary>The natural logarithm of a positive number.</summary>
    public static decimal Log(decimal number)
    {
        var (rest, twos) = (number, 0);
        for (; rest > 1.5m; twos++) rest /= 2;
        for (; rest < 0.75m; twos--) rest *= 2;
        var ratio = (rest - 1) / (rest + 1);
        var (square, term, sum) = (ratio * ratio, ratio, 0m);
        for (var i = 1; i < 100 && term != 0; i += 2)
        {
            sum += term / i;
            term *= square;
        }

        return Significant((2 * sum) + (twos * Ln2));
    }

    /// <summary>The remainder with the sign of the divisor.</summary>
    public static decimal Modulo(decimal dividend, decimal divisor)
    {
        var rest = dividend % divisor;
        return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest;
    }

    private static decimal Power(decimal number, int exponent)
    {
        if (exponent < 0) return 1 / Power(number, -exponent);
        var (result, square) = (1m, number);
        while (true)
        {
            if ((exponent & 1) != 0) result *= square;
            exponent >>= 1;
            if (exponent == 0 || square is 0 or 1) return exponent == 0 ? result : result * square;
            square *= square;
        }
    }

    private static int Significant(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
            if (char.IsAsciiDigit(c) && (c != '0' || count > 0)) count++;
        return count;
    }

    // The series are exact to about 26 digits: round to 20 significant ones, so that e.g. 4 ** 0.5 is 2.
    private static decimal Significant(decimal number)
    {
        var scale = 20;
        for (var size = Math.Abs(number); size >= 1 && scale > 0; scale--) size /= 10;
        return decimal.Round(number, scale);
    }

    private static decimal Trim(decimal root, decimal square)
    {
        var rounded = decimal.Round(root, 12);
        return rounded * rounded == square ? rounded : root;
    }
}
