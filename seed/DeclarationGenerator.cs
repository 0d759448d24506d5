using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bogus;
using Policy.Rules.Decisions;
using Policy.Rules.Simulations;
using Policy.Seed.Generator;

namespace Policy.Seed;

/// <summary>Makes synthetic declarations in the mixes of the pilot zones, with the fraud patterns that really occur. The
/// hidden truth stands in <c>extra.label</c>: the pattern (null: honest) and the channel that good rules choose.</summary>
public sealed class DeclarationGenerator : IDeclarationGenerator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Profiles { get; } = [.. Profile.All.Select(p => p.Name)];

    /// <inheritdoc/>
    public IEnumerable<ReadOnlyMemory<byte>> Generate(string zone, int count, int seed, string profile, DateOnly day) =>
        Generate(zone, count, seed, profile, day, complete: true);

    /// <summary>The same declarations as they are submitted, without what the platform adds.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> GenerateSubmitted(string zone, int count, int seed, string profile, DateOnly day) =>
        Generate(zone, count, seed, profile, day, complete: false);

    /// <summary>The credit records of all firms that declare, for the register of enterprises.</summary>
    public IEnumerable<EnterpriseRecord> Enterprises() => Firms.Records;

    private static IEnumerable<ReadOnlyMemory<byte>> Generate(
        string zone, int count, int seed, string profile, DateOnly day, bool complete)
    {
        ArgumentException.ThrowIfNullOrEmpty(zone);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var known = Profile.All.FirstOrDefault(p => p.Name == profile)
            ?? throw new ArgumentException($"There is no profile `{profile}`.", nameof(profile));
        return Parcels(zone, count, seed, known, day, complete);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Parcels(
        string zone, int count, int seed, Profile profile, DateOnly day, bool complete)
    {
        var origin = Origin(zone, seed, profile, day);
        var random = new Randomizer(origin);
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{Letters(zone)}{day:yyyyMMdd}{(uint)origin:X8}");
        var maker = new ParcelMaker(zone, day, prefix, profile, random);
        var fraud = new FraudPatterns(maker, random);
        var writer = new ParcelWriter(complete);
        for (var position = 0; position < count; position++)
        {
            var parcel = maker.Make(position, count);
            if (random.Chance(profile.FraudShare)) fraud.Apply(parcel);
            yield return writer.Write(parcel);
        }
    }

    // Different arguments give unrelated declarations with numbers of their own.
    private static int Origin(string zone, int seed, Profile profile, DateOnly day)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{zone}/{seed}/{profile.Name}/{day:O}");
        return BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Letters(string zone) => zone.Length < 2 ? zone.ToUpperInvariant() : zone[..2].ToUpperInvariant();
}
