using System.Security.Cryptography;

namespace Policy.Rules.Security;

/// <summary>The keys with which values are encrypted at rest, by number; there is one so far.</summary>
internal sealed class KeyRing
{
    private const int KeySize = 32;
    private const int TagSize = 16;
    private const int NonceSize = 12;
    private readonly byte[] _key;

    public KeyRing(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize) throw new ArgumentException("A key has 32 bytes.", nameof(key));
        _key = key.ToArray();
    }

    /// <summary>Loads the key file, made first when there is none.</summary>
    public static KeyRing Load(string? file)
    {
        file ??= Path.Combine(PolicyStoreServices.LocalFolder, "store.key");
        if (!File.Exists(file)) Make(file);
        var key = File.ReadAllBytes(file);
        return key.Length == KeySize
            ? new KeyRing(key)
            : throw new InvalidDataException($"The key file {file} has {key.Length} bytes; it must have 32.");
    }

    /// <summary>Seals bytes for one context; they open in no other.</summary>
    public string Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var sealedBytes = new byte[NonceSize + plain.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(
            nonce, plain, sealedBytes.AsSpan(NonceSize, plain.Length), sealedBytes.AsSpan(NonceSize + plain.Length), context);
        return "1:" + Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Opens what was sealed for the same context. Throws <see cref="CryptographicException"/> when it was sealed
    /// with another key or for another context, or was altered.</summary>
    public byte[] Open(string sealedText, ReadOnlySpan<byte> context)
    {
        if (!sealedText.StartsWith("1:", StringComparison.Ordinal))
            throw new CryptographicException("The value is sealed with a key that the key ring does not have.");
        var sealedBytes = new byte[sealedText.Length];
        if (!Convert.TryFromBase64Chars(sealedText.AsSpan(2), sealedBytes, out var length) || length < NonceSize + TagSize)
            throw new CryptographicException("The sealed value is damaged.");
        var plain = new byte[length - NonceSize - TagSize];
        using var aes = new AesGcm(_key, TagSize);
        aes.Decrypt(
            sealedBytes.AsSpan(0, NonceSize),
            sealedBytes.AsSpan(NonceSize, plain.Length),
            sealedBytes.AsSpan(NonceSize + plain.Length, TagSize),
            plain,
            context);
        return plain;
    }

    // Written whole under another name and moved without replacing, so that of two hosts that start at once both get
    // the same key.
    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var fresh = $"{file}.{Environment.ProcessId}.{RandomNumberGenerator.GetHexString(16)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(fresh, options)) stream.Write(RandomNumberGenerator.GetBytes(KeySize));
        try
        {
            File.Move(fresh, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(fresh);
        }
    }
}
