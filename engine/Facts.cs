using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Compiling;
using Policy.Engine.FactTypes;
using Messages = Policy.Engine.FactTypes.Messages;

namespace Policy.Engine;

/// <summary>The input of one evaluation, checked against its fact type.</summary>
public sealed class Facts
{
    private static readonly TimeSpan ChinaTime = TimeSpan.FromHours(8);

    private Facts(FactType type, Context content)
    {
        Type = type;
        Content = content;
        AsOf = content["declaredAt"] switch
        {
            { Kind: ValueKind.Instant } at => DateOnly.FromDateTime(at.AsInstant().ToOffset(ChinaTime).DateTime),
            { Kind: ValueKind.Date } on => on.AsDate(),
            _ => null,
        };
    }

    /// <summary>The fact type.</summary>
    public FactType Type { get; }

    /// <summary>The values, by the fact type's slots.</summary>
    public Context Content { get; }

    /// <summary>The day (UTC+8, the time of every pilot zone) of the field <c>declaredAt</c>, with which the periods of
    /// rows and entries are compared; null when the fact type has no such field or it is absent.</summary>
    public DateOnly? AsOf { get; }

    /// <summary>Reads facts from UTF-8 JSON. All problems are found at once, each with its JSON pointer: malformed
    /// JSON, unknown or repeated members, missing required fields, wrong types, texts outside the allowed values,
    /// numbers, lengths and counts out of bounds.</summary>
    /// <param name="type">The fact type.</param>
    /// <param name="json">One JSON object.</param>
    /// <param name="submitted">True for facts from outside: fields that the platform provides are then problems too.</param>
    public static FactsReading Read(FactType type, ReadOnlyMemory<byte> json, bool submitted = false)
    {
        ArgumentNullException.ThrowIfNull(type);
        return SoundFacts.Read(type, json.Span, submitted) is { } content
            ? new FactsReading(new Facts(type, content), [])
            : ReadCarefully(type, json, submitted);
    }

    /// <summary>The same, in the way that names problems.</summary>
    internal static FactsReading ReadCarefully(FactType type, ReadOnlyMemory<byte> json, bool submitted)
    {
        var reporter = new Reporter("");
        using var document = StrictJson.Parse(json, DocumentLimits.FactsBytes, reporter);
        return Reading(document is null ? null : Read(type, document.RootElement, submitted, reporter), reporter);
    }

    /// <summary>Facts of a .NET object whose public properties are the fact type's fields in camel case; checked like JSON.</summary>
    public static FactsReading From<T>(FactType type, T source)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(source);
        using var document = JsonSerializer.SerializeToDocument(source, ObjectJson.Options);
        var reporter = new Reporter("");
        return Reading(Read(type, document.RootElement, submitted: false, reporter), reporter);
    }

    /// <summary>The canonical JSON of the facts; reading it gives equal facts.</summary>
    public byte[] ToJson() => ValueJson.ToUtf8(Value.Object(Content));

    /// <summary>Facts within a larger text, such as a case; null when there are problems, which the reporter has then got.</summary>
    internal static Facts? Read(FactType type, JsonElement json, bool submitted, Reporter at)
    {
        var before = at.Errors;
        if (json.ValueKind != JsonValueKind.Object)
        {
            at.Error(DiagnosticCode.FactsNotObject, Messages.NotObject);
            return null;
        }

        var content = new FactsReader(submitted).Object(type, json, at);
        return at.Errors == before ? new Facts(type, content) : null;
    }

    private static FactsReading Reading(Facts? facts, Reporter reporter) =>
        new(reporter.HasErrors ? null : facts, reporter.Found);
}

/// <summary>The result of reading facts: facts, or every problem.</summary>
/// <param name="Facts">The facts; null when there is any problem.</param>
/// <param name="Problems">The problems; empty when the facts were read.</param>
public sealed record FactsReading(Facts? Facts, ImmutableArray<Diagnostic> Problems);
