namespace Policy.Rules.Simulations;

/// <summary>Makes synthetic declarations for trials; implemented beside the policy packs.</summary>
public interface IDeclarationGenerator
{
    /// <summary>Names of the profiles, for example <c>normal</c>, <c>double11</c> and <c>fraud</c>.</summary>
    IReadOnlyList<string> Profiles { get; }

    /// <summary>Complete declarations (credit record and draw included) as JSON; the same arguments give the same bytes.</summary>
    /// <param name="zone">Key of the zone.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="profile">One of <see cref="Profiles"/>.</param>
    /// <param name="day">The day (UTC+8) on which they are declared.</param>
    IEnumerable<ReadOnlyMemory<byte>> Generate(string zone, int count, int seed, string profile, DateOnly day);
}
