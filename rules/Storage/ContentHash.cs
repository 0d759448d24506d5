using System.Security.Cryptography;
using System.Text;

namespace Policy.Rules.Storage;

/// <summary>Content hashes in the form <c>sha256:</c> and 64 hexadecimal digits.</summary>
internal static class ContentHash
{
    public static string Of(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));
}
