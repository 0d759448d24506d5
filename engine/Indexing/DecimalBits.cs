using System.Runtime.CompilerServices;

namespace Policy.Engine.Indexing;

/// <summary>A decimal in memory, whose layout is that of OLE: sign and number of decimals first.</summary>
internal readonly record struct DecimalBits
{
#pragma warning disable CS0649 // Only ever cast from a decimal.
    public readonly int Flags;
    public readonly uint High;
    public readonly ulong Low;
#pragma warning restore CS0649

    /// <summary>True for numbers below zero.</summary>
    public bool IsNegative => Flags < 0;

    /// <summary>Number of decimals.</summary>
    public int Scale => (Flags >> 16) & 0xFF;

    public static DecimalBits Of(decimal number) => Unsafe.BitCast<decimal, DecimalBits>(number);
}
