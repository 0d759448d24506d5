namespace Policy.Engine;

/// <summary>How much a finding weighs: an error stops compiling and publishing, a warning does not.</summary>
public enum Severity
{
    /// <summary>The document cannot be compiled.</summary>
    Error,

    /// <summary>The document runs, but probably not as its author means.</summary>
    Warning,

    /// <summary>Worth knowing; nothing is wrong. Only analyses say such.</summary>
    Information,
}

/// <summary>A span inside the text at a pointer, in UTF-16 units.</summary>
/// <param name="Start">Zero-based start.</param>
/// <param name="Length">Length; 0 marks a position.</param>
public readonly record struct TextSpan(int Start, int Length);

/// <summary>One finding of parsing or checking a document.</summary>
/// <param name="Code">A stable code, see <see cref="DiagnosticCode"/>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Document">Key of the document; empty when the document could not be read that far.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the offending value, for example <c>/rows/3/when/1</c>.</param>
/// <param name="Message">What is wrong, the offending text in backticks, and the cure.</param>
/// <param name="Span">Where inside the text at the pointer; null when the whole value is meant.</param>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    string Document,
    string Pointer,
    LocalizedText Message,
    TextSpan? Span = null);
