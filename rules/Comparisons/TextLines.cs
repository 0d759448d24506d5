using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Policy.Rules.Comparisons;

/// <summary>What became of a line.</summary>
public enum LineKind
{
    /// <summary>Both sides have it.</summary>
    Same,

    /// <summary>Only the later side has it.</summary>
    Added,

    /// <summary>Only the earlier side has it.</summary>
    Removed,
}

/// <summary>A line of either side, in their common order.</summary>
/// <param name="Kind">Which side has it.</param>
/// <param name="Line">Its text.</param>
public sealed record TextLine(LineKind Kind, string Line);

/// <summary>Compares documents line by line.</summary>
internal static class TextLines
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All lines of both; null when either is made up of rows.</summary>
    public static ImmutableArray<TextLine>? Between(Document before, Document after) =>
        TextOf(before) is { } one && TextOf(after) is { } other
            ? [.. InlineDiffBuilder.Diff(one, other, ignoreWhiteSpace: false).Lines.Select(l => new TextLine(KindOf(l.Type), l.Text))]
            : null;

    private static string? TextOf(Document document) => document switch
    {
        ScriptDocument script => script.Source,
        ExpressionDocument expression => expression.Expression,
        WorkflowDocument workflow => JsonSerializer.Serialize(workflow.Workflow, Indented),
        _ => null,
    };

    private static LineKind KindOf(ChangeType type) => type switch
    {
        ChangeType.Inserted => LineKind.Added,
        ChangeType.Deleted => LineKind.Removed,
        _ => LineKind.Same,
    };
}
