using System.Collections.Immutable;
using System.Text.Json;

namespace Policy.Engine.Analysis;

/// <summary>What an analysis has found, as a region of the inputs and, where one could be made, facts that prove it.</summary>
public sealed record Finding
{
    /// <summary>A stable code, see <see cref="FindingCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>How much it weighs: an error leads to faults or breaks a property, a warning is probably not meant,
    /// information is no problem by itself.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Key of the document.</summary>
    public required string Document { get; init; }

    /// <summary>The rows, entries, bins, bands or overrides involved, by id; empty when none is.</summary>
    public ImmutableArray<string> Rows { get; init; } = [];

    /// <summary>Id of the property that is broken; null for other findings.</summary>
    public string? Property { get; init; }

    /// <summary>Where: the inputs that matter, each with its values as a FEEL cell; empty for everywhere, or where the finding
    /// is not about a region.</summary>
    public ImmutableSortedDictionary<string, string> Region { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>True when the finding is proved: by the witness, or because nothing can contradict it. False: it is possible
    /// as far as the cells tell, but no facts were found that show it.</summary>
    public bool IsProved { get; init; } = true;

    /// <summary>Facts of the document's fact type on which the document, evaluated, shows the finding; null when there are none
    /// to show (a row that is never reached) or none were found.</summary>
    public Facts? Witness { get; init; }

    /// <summary>Monotone: facts that differ from the witness in the input only, and whose output goes the wrong way; null for
    /// other findings.</summary>
    public Facts? Compared { get; init; }

    /// <summary>What it is, and the cure.</summary>
    public required LocalizedText Message { get; init; }

    /// <summary>Writes its members as JSON into an object that is open.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="language">Language of the message, <c>zh-CN</c> or <c>en</c>.</param>
    public void WriteTo(Utf8JsonWriter writer, string language)
    {
        ArgumentNullException.ThrowIfNull(writer);
        AnalysisJson.Write(writer, this, language);
    }
}
