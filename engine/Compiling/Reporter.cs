using System.Collections.Immutable;
using System.Globalization;

namespace Policy.Engine.Compiling;

/// <summary>Collects the findings of one document; <c>At</c> narrows the pointer, which is spelled out only when
/// something is reported.</summary>
internal sealed class Reporter
{
    /// <summary>Findings kept per document: nobody reads more, and a list of a million bad entries must not give a
    /// million of them.</summary>
    public const int Limit = 1000;

    private readonly Findings _findings;
    private readonly Reporter? _outer;
    private readonly string? _member;
    private readonly int _index;

    public Reporter(string document) => _findings = new Findings(document);

    private Reporter(Reporter outer, string? member, int index) =>
        (_outer, _findings, _member, _index) = (outer, outer._findings, member, index);

    public ImmutableArray<Diagnostic> Found => [.. _findings.Items];

    public bool HasErrors => _findings.Errors > 0;

    /// <summary>Number of errors so far; compare two readings to learn whether a part went well.</summary>
    public int Errors => _findings.Errors;

    /// <summary>True when nothing was reported at exactly this pointer.</summary>
    public bool IsClean => !_findings.Pointers.Contains(Pointer);

    /// <summary>JSON pointer (RFC 6901) to the value in question.</summary>
    public string Pointer
    {
        get
        {
            if (_outer is null) return "";
            var last = _member is null
                ? _index.ToString(CultureInfo.InvariantCulture)
                : _member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
            return $"{_outer.Pointer}/{last}";
        }
    }

    public Reporter At(string member) => new(this, member, 0);

    public Reporter At(int index) => new(this, null, index);

    public void Error(string code, LocalizedText message, TextSpan? span = null) =>
        _findings.Add(new Diagnostic(code, Severity.Error, _findings.Document, Pointer, message, span));

    public void Warning(string code, LocalizedText message, TextSpan? span = null) =>
        _findings.Add(new Diagnostic(code, Severity.Warning, _findings.Document, Pointer, message, span));

    /// <summary>Reports at this pointer what was found in the same text elsewhere.</summary>
    public void Add(Diagnostic finding) => _findings.Add(finding with { Document = _findings.Document, Pointer = Pointer });

    private sealed class Findings(string document)
    {
        public string Document { get; } = document;

        public List<Diagnostic> Items { get; } = [];

        public HashSet<string> Pointers { get; } = new(StringComparer.Ordinal);

        public int Errors { get; private set; }

        public void Add(Diagnostic finding)
        {
            if (finding.Severity == Severity.Error) Errors++;
            Pointers.Add(finding.Pointer);
            if (Items.Count < Limit) Items.Add(finding);
            else if (Items.Count == Limit) Items.Add(finding with { Code = DiagnosticCode.TooManyFindings, Message = More });
        }
    }

    private static readonly LocalizedText More = new(
        $"问题超过 {Limit} 个，其余未列出。请先改正已列出的问题。",
        $"There are more than {Limit} problems; the rest is not listed. Mend those listed first.");
}
