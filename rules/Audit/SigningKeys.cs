using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Policy.Rules.Audit;

/// <summary>The private keys that sign checkpoints: a folder with a file for each, by its id, which only its owner may
/// read. Beside them stands what was signed last, so that a database set back to an earlier state is noticed.</summary>
internal sealed class SigningKeys(string folder)
{
    private string LastFile => Path.Combine(folder, "last");

    /// <summary>Makes a key; it counts once it is announced.</summary>
    public SigningKey Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        var id = SigningKey.IdOf(publicKey);
        Write(File(id), key.ExportPkcs8PrivateKeyPem());
        return new SigningKey(id, publicKey, key.ExportPkcs8PrivateKey());
    }

    /// <summary>A key by id; null when its file is not in the folder.</summary>
    public SigningKey? Find(string id)
    {
        if (!System.IO.File.Exists(File(id))) return null;
        using var key = ECDsa.Create();
        key.ImportFromPem(System.IO.File.ReadAllText(File(id)));
        return new SigningKey(id, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), key.ExportPkcs8PrivateKey());
    }

    /// <summary>The last checkpoint that was signed with the keys of this folder; null when there is none.</summary>
    public (long Number, string Hash)? Last =>
        System.IO.File.Exists(LastFile) && System.IO.File.ReadAllText(LastFile).Split(' ') is [var number, var hash]
            ? (long.Parse(number, CultureInfo.InvariantCulture), hash.Trim())
            : null;

    /// <summary>Keeps the last checkpoint that was signed.</summary>
    public void Keep(long number, string hash)
    {
        if (Last is { } last && last.Number >= number) return;
        var fresh = $"{LastFile}.{Environment.ProcessId}.{RandomNumberGenerator.GetHexString(8)}";
        Write(fresh, string.Create(CultureInfo.InvariantCulture, $"{number} {hash}"));
        System.IO.File.Move(fresh, LastFile, overwrite: true);
    }

    private string File(string id) => Path.Combine(folder, $"{id}.pem");

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }
}

/// <summary>A key that signs.</summary>
internal sealed record SigningKey(string Id, string PublicKey, byte[] Private)
{
    /// <summary>The id of a public key: what people compare.</summary>
    public static string IdOf(string publicKey) =>
        Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(publicKey)))[..16];

    /// <summary>Signs a hash; the signature in base64.</summary>
    public string Sign(string hash)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Private, out _);
        return Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(hash), HashAlgorithmName.SHA256));
    }

    /// <summary>Whether a signature of a hash was made with the private key of a public one; false for what is no key or no
    /// signature.</summary>
    public static bool Verifies(string publicKey, string hash, string signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.VerifyData(
                Encoding.UTF8.GetBytes(hash), Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false;
        }
    }
}

/// <summary>The key that signs is not in this host's folder of keys.</summary>
public sealed class SigningKeyMissing : Exception
{
    internal SigningKeyMissing(string id)
        : base($"The signing key {id} is not in the folder of audit keys. All hosts that make checkpoints need the same folder.")
    {
    }
}
