using System.Collections.Immutable;

namespace Policy.Engine.Compiling;

/// <summary>Collects the findings of one document; <c>At</c> narrows the pointer.</summary>
internal sealed class Reporter
{
    private readonly ImmutableArray<Diagnostic>.Builder _found;
    private readonly string _document;
    private readonly string _pointer;

    public Reporter(string document)
        : this(document, "", ImmutableArray.CreateBuilder<Diagnostic>())
    {
    }

    private Reporter(string document, string pointer, ImmutableArray<Diagnostic>.Builder found) =>
        (_document, _pointer, _found) = (document, pointer, found);

    public ImmutableArray<Diagnostic> Found => _found.ToImmutable();

    public bool HasErrors => _found.Any(d => d.Severity == Severity.Error);

    public Reporter At(string member) =>
        new(_document, $"{_pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", _found);

    public Reporter At(int index) => new(_document, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_pointer}/{index}"), _found);

    public void Error(string code, LocalizedText message, TextSpan? span = null) =>
        _found.Add(new Diagnostic(code, Severity.Error, _document, _pointer, message, span));

    public void Warning(string code, LocalizedText message, TextSpan? span = null) =>
        _found.Add(new Diagnostic(code, Severity.Warning, _document, _pointer, message, span));
}
