using System.Text.Json;

namespace Policy.Admin.Common;

/// <summary>Compares rows, entries and other items by content; records compare their arrays by reference.</summary>
internal static class ItemEquality
{
    /// <summary>True when both hold the same content.</summary>
    public static bool Same<T>(T left, T right) =>
        ReferenceEquals(left, right) || JsonSerializer.Serialize(left) == JsonSerializer.Serialize(right);
}
