using System.Collections.Immutable;

namespace Policy.Engine;

/// <summary>The input of one evaluation, checked against its fact type.</summary>
public sealed class Facts
{
    internal Facts(FactType type, Context content)
    {
        Type = type;
        Content = content;
    }

    /// <summary>The fact type.</summary>
    public FactType Type { get; }

    /// <summary>The values, by the fact type's slots.</summary>
    public Context Content { get; }

    /// <summary>The day (UTC+8, the time of every pilot zone) of the field <c>declaredAt</c>, with which the periods of
    /// rows and entries are compared; null when the fact type has no such field or it is absent.</summary>
    public DateOnly? AsOf => throw new NotImplementedException();

    /// <summary>Reads facts from UTF-8 JSON. All problems are found at once, each with its JSON pointer: malformed
    /// JSON, unknown or repeated members, missing required fields, wrong types, texts outside the allowed values,
    /// numbers, lengths and counts out of bounds.</summary>
    /// <param name="type">The fact type.</param>
    /// <param name="json">One JSON object.</param>
    /// <param name="submitted">True for facts from outside: fields that the platform provides are then problems too.</param>
    public static FactsReading Read(FactType type, ReadOnlyMemory<byte> json, bool submitted = false) => throw new NotImplementedException();

    /// <summary>Facts of a .NET object whose public properties are the fact type's fields in camel case; checked like JSON.</summary>
    public static FactsReading From<T>(FactType type, T source)
        where T : notnull => throw new NotImplementedException();

    /// <summary>The canonical JSON of the facts; reading it gives equal facts.</summary>
    public byte[] ToJson() => ValueJson.ToUtf8(Value.Object(Content));
}

/// <summary>The result of reading facts: facts, or every problem.</summary>
/// <param name="Facts">The facts; null when there is any problem.</param>
/// <param name="Problems">The problems; empty when the facts were read.</param>
public sealed record FactsReading(Facts? Facts, ImmutableArray<Diagnostic> Problems);
