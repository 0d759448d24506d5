namespace Policy.Engine.Tests.Reference;

/// <summary>The names an expression sees, and whether anything went wrong while evaluating.</summary>
internal sealed class ReferenceScope(params IEnumerable<Dictionary<string, object?>> scopes)
{
    /// <summary>Stands for the outputs of a step that went wrong: whoever reads them goes wrong too.</summary>
    public static readonly object Broken = new();

    public bool Faulted { get; set; }

    public bool ReadBroken { get; private set; }

    /// <summary>What <c>?</c> stands for.</summary>
    public object? Input { get; set; }

    public object? this[string name]
    {
        get
        {
            var scope = scopes.FirstOrDefault(s =>
                s.ContainsKey(name)) ?? throw new InvalidOperationException($"No name {name}.");
            if (scope[name] != Broken) return scope[name];
            Faulted = ReadBroken = true;
            return null;
        }
    }

    public ReferenceScope With(string name, object? value) =>
        new([new() { [name] = value }, .. scopes]) { Input = Input };
}
