using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Policy.Engine;

namespace Policy.Rules;

/// <summary>Why a command was refused.</summary>
/// <param name="Code">Stable code, for example <c>own-draft</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Problems">Findings behind it; empty when the sentence says all.</param>
public sealed record Refusal(string Code, LocalizedText Message, ImmutableArray<Diagnostic> Problems)
{
    /// <summary>A refusal without further findings.</summary>
    public Refusal(string code, LocalizedText message)
        : this(code, message, [])
    {
    }
}

/// <summary>The result of a command: a value or a refusal.</summary>
public sealed record Result<T>
{
    private Result(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The value; null when refused.</summary>
    public T? Value { get; }

    /// <summary>The refusal; null when the command was carried out.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when the command was carried out.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>The value of a command that was carried out.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}
