using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Policy.Engine.Regions;

namespace Policy.Engine.Tables.Lookup;

/// <summary>Turns values of one kind into 64 bits that are in order like the values. Equal keys say nothing yet: numbers
/// are cut to so many decimal places, texts to their first characters.</summary>
internal readonly struct SortKey
{
    private const ulong Sign = 1UL << 63;
    private const int MostDigits = 18;

    // What follows the prefixes that end with a nine.
    private const char AfterNine = (char)('9' + 1);
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
        kind == ValueKind.Number ? Digits(cuts) : 0,
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

    /// <summary>The number in units of the last decimal place, rounded down; the largest or smallest when out of
    /// range.</summary>
    private long Scaled(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var shift = _digits - ((bits[3] >> 16) & 0xFF);
        if (bits[2] != 0 || shift < -MostDigits) return Rounded(number);
        var mantissa = unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var negative = bits[3] < 0;
        var inexact = 0UL;
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
    private static ulong Digits(string text)
    {
        var (key, length) = (0UL, Math.Min(text.Length, 16));
        for (var i = 0; i < length; i++) key = (key << 4) | (text[i] < '0' ? 1UL : text[i] > AfterNine ? 15UL : text[i] - ('0' - 2UL));
        return length == 0 ? 0 : key << (4 * (16 - length));
    }

    /// <summary>The first eight characters, a byte each, for cuts whose characters all are below 255. Where a value has a
    /// larger one it is above whatever it is compared with, so what follows does not matter.</summary>
    private static ulong Narrow(string text)
    {
        if (text.Length >= 8)
        {
            var characters = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(MemoryMarshal.Cast<char, ushort>(text.AsSpan())));
            var bytes = Vector128.NarrowWithSaturation(characters, characters);
            return BinaryPrimitives.ReverseEndianness(bytes.AsUInt64().ToScalar());
        }

        var key = 0UL;
        for (var i = 0; i < text.Length; i++) key |= (ulong)Math.Min(text[i], '\u00FF') << (56 - (8 * i));
        return key;
    }

    /// <summary>The first four characters.</summary>
    private static ulong Wide(string text)
    {
        var key = 0UL;
        for (var i = 0; i < text.Length && i < 4; i++) key |= (ulong)text[i] << (48 - (16 * i));
        return key;
    }
}
