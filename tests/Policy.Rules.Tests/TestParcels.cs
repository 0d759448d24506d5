using System.Text;
using Policy.Rules.Simulations;

namespace Policy.Rules.Tests;

/// <summary>Parcels of 100, 200, 300 … for simulations; of some profiles they do not come as they should.</summary>
public sealed class TestParcels : IDeclarationGenerator
{
    private static readonly TimeSpan LongestHeld = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _released = new();
    private readonly TaskCompletionSource _held = new();

    public IReadOnlyList<string> Profiles { get; } = ["plain", "held", "broken", "unfit"];

    /// <summary>Ends when somebody asks for held parcels.</summary>
    public Task Held => _held.Task;

    public IEnumerable<ReadOnlyMemory<byte>> Generate(string zone, int count, int seed, string profile, DateOnly day)
    {
        for (var i = 1; i <= count; i++)
        {
            if (profile == "broken") throw new InvalidDataException("张小明");
            if (profile == "held" && i > 1)
            {
                _held.TrySetResult();
                _released.Task.Wait(LongestHeld); // So that a test that fails ends.
            }

            yield return Encoding.UTF8.GetBytes(profile == "unfit" ? "{}" : TestPolicies.Facts($"N{seed}-{i}", i * 100));
        }
    }

    /// <summary>Lets held parcels go.</summary>
    public void Release() => _released.TrySetResult();
}
