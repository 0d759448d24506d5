using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Policy.Engine.Indexing;
using Policy.Engine.Regions;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Turns values of one kind into 64 bits that are in order like the values. Equal keys say nothing yet: numbers
/// are cut to so many decimal places, texts to their first characters.</summary>
internal readonly struct SortKey
{
    private const ulong Sign = 1UL << 63;
    private const int MostDigits = 18;
    private const int MostCharacters = 16;

    // What follows the prefixes that end with a nine.
    private const char AfterNine = (char)('9' + 1);

    // Stand for all characters below and above those of cuts.
    private const char Below = (char)('0' - 1);
    private const char Above = (char)(AfterNine + 1);

    private static readonly ulong[] Powers = [.. Enumerable.Range(0, MostDigits + 1).Select(i => (ulong)Math.Pow(10, i))];

    private readonly ValueKind _kind;
    private readonly int _digits;
    private readonly Alphabet _alphabet;

    private SortKey(ValueKind kind, int digits, Alphabet alphabet) => (_kind, _digits, _alphabet) = (kind, digits, alphabet);

    /// <summary>The characters of which all texts at cuts are made.</summary>
    private enum Alphabet
    {
        Any,
        Latin,
        Digits,
    }

    /// <summary>The key that tells the cuts apart as well as it can.</summary>
    public static SortKey For(ValueKind kind, IReadOnlyCollection<Cut> cuts) => new(
        kind,
        kind == ValueKind.Number ? Digits(cuts) : kind == ValueKind.Text ? Characters(cuts) : 0,
        kind != ValueKind.Text ? Alphabet.Any
            : cuts.All(c => !c.Value.AsText().AsSpan().ContainsAnyExceptInRange('0', AfterNine)) ? Alphabet.Digits
            : cuts.All(c => !c.Value.AsText().AsSpan().ContainsAnyInRange('\u00FF', char.MaxValue)) ? Alphabet.Latin
            : Alphabet.Any);

    public ulong Of(in Value value) => _kind switch
    {
        ValueKind.Text => Text(value.AsText()),
        ValueKind.Number => Ordered(Scaled(value.AsNumber())),
        ValueKind.Date => (ulong)value.AsDate().DayNumber,
        ValueKind.Instant => (ulong)value.AsInstant().UtcTicks,
        ValueKind.Duration => Ordered(value.AsDuration().Ticks),
        _ => Ordered(value.AsMonths()),
    };

    private static ulong Ordered(long number) => unchecked((ulong)number) ^ Sign;

    /// <summary>Decimal places that tell all cuts apart, as far as their keys stay within range.</summary>
    private static int Digits(IReadOnlyCollection<Cut> cuts)
    {
        var (digits, largest) = (0, 0m);
        foreach (var cut in cuts)
        {
            var number = cut.Value.AsNumber();
            digits = Math.Max(digits, number.Scale);
            largest = Math.Max(largest, Math.Abs(number));
        }

        // Two places more, so that amounts beside a round threshold are told from it.
        digits = Math.Min(digits + 2, MostDigits);
        while (digits > 0 && largest >= (decimal)long.MaxValue / Powers[digits]) digits--;
        return digits;
    }

    /// <summary>Characters of a value that may matter: one more than the longest text at a cut has.</summary>
    private static int Characters(IReadOnlyCollection<Cut> cuts) =>
        Math.Min(MostCharacters, 1 + cuts.Select(c => c.Value.AsText().Length).DefaultIfEmpty(0).Max());

    /// <summary>The number in units of the last decimal place, rounded down; the largest or smallest when out of
    /// range.</summary>
    private long Scaled(decimal number)
    {
        var bits = DecimalBits.Of(number);
        var shift = _digits - bits.Scale;
        if (bits.High != 0 || shift < -MostDigits) return Rounded(number);
        var (mantissa, negative, inexact) = (bits.Low, bits.IsNegative, 0UL);
        if (shift >= 0)
        {
            if (Math.BigMul(mantissa, Powers[shift], out mantissa) != 0) mantissa = ulong.MaxValue;
        }
        else
        {
            (mantissa, inexact) = Math.DivRem(mantissa, Powers[-shift]);
        }

        if (mantissa > long.MaxValue) return negative ? long.MinValue : long.MaxValue;
        return negative ? -(long)mantissa - (inexact > 0 ? 1 : 0) : (long)mantissa;
    }

    private long Rounded(decimal number)
    {
        var limit = long.MaxValue / (decimal)Powers[_digits];
        if (number >= limit) return long.MaxValue;
        return number <= -limit ? long.MinValue : (long)decimal.Floor(number * Powers[_digits]);
    }

    private ulong Text(string text) => _alphabet switch
    {
        Alphabet.Digits => Digits(text),
        Alphabet.Latin => Narrow(text),
        _ => Wide(text),
    };

    /// <summary>The first sixteen characters, four bits each, for cuts of digits. Where a value has another character it is
    /// below or above whatever it is compared with, so what follows does not matter.</summary>
    private ulong Digits(string text)
    {
        var (key, place) = (0UL, 0);
        if (text.Length >= 8) (key, place) = (EightDigits(text) << 32, 8);
        for (; place < text.Length && place < _digits; place++)
            key |= (Math.Clamp(text[place], Below, Above) - (ulong)(Below - 1)) << (60 - (4 * place));
        return key;
    }

    /// <summary>The first eight characters, four bits each.</summary>
    private static ulong EightDigits(string text)
    {
        var digits = Vector128.Clamp(FirstEight(text), Vector128.Create((ushort)Below), Vector128.Create((ushort)Above)) - Vector128.Create((ushort)(Below - 1));
        var key = BinaryPrimitives.ReverseEndianness(Vector128.Narrow(digits, digits).AsUInt64().ToScalar());
        key = (key | (key >> 4)) & 0x00FF_00FF_00FF_00FF;
        key = (key | (key >> 8)) & 0x0000_FFFF_0000_FFFF;
        return (key | (key >> 16)) & 0xFFFF_FFFF;
    }

    /// <summary>The first eight characters, a byte each, for cuts whose characters all are below 255. Where a value has a
    /// larger one it is above whatever it is compared with, so what follows does not matter.</summary>
    private static ulong Narrow(string text)
    {
        if (text.Length >= 8)
        {
            var characters = FirstEight(text);
            var bytes = Vector128.NarrowWithSaturation(characters, characters);
            return BinaryPrimitives.ReverseEndianness(bytes.AsUInt64().ToScalar());
        }

        var key = 0UL;
        for (var i = 0; i < text.Length; i++) key |= (ulong)Math.Min(text[i], '\u00FF') << (56 - (8 * i));
        return key;
    }

    private static Vector128<ushort> FirstEight(string text) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text.AsSpan())));

    /// <summary>The first four characters.</summary>
    private static ulong Wide(string text)
    {
        var key = 0UL;
        for (var i = 0; i < text.Length && i < 4; i++) key |= (ulong)text[i] << (48 - (16 * i));
        return key;
    }
}
