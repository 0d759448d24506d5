using System.Collections.Immutable;

namespace Policy.Engine.Analysis;

/// <summary>A document under analysis: its boxes, what is found in them, and what work is left.</summary>
internal sealed class Study(Subject subject, Model model, Space space, Budget budget, AnalysisOptions options)
{
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly Witness _witness = new(subject);

    public Subject Subject { get; } = subject;

    public Model Model { get; } = model;

    public Space Space { get; } = space;

    public Budget Budget { get; } = budget;

    public Cover Cover { get; } = new(budget);

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>How many more findings of a code are kept.</summary>
    public int Room(string code) => options.MostPerCode - _counts.GetValueOrDefault(code);

    /// <summary>True when a finding of some code had to be dropped.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds a finding about lines that is proved without a witness; <paramref name="box"/> and
    /// <paramref name="shows"/> give one to look at.</summary>
    public void Proved(string code, Severity severity, IEnumerable<string> rows, LocalizedText message, Box? box = null, Func<Evaluation, bool>? shows = null)
    {
        if (!HasRoom(code)) return;
        var witness = box is null || shows is null ? null : WitnessIn(box, shows);
        Add(new Finding
        {
            Code = code, Severity = severity, Document = Subject.Document.Key, Rows = [.. rows], Message = message, Witness = witness,
            Region = box is null ? NoRegion : RegionText.Of(box),
        });
    }

    /// <summary>Adds a finding that holds throughout a box, and is proved by a witness in it.</summary>
    public void Seen(string code, Severity severity, IEnumerable<string> rows, LocalizedText message, Box box, Func<Evaluation, bool> shows)
    {
        if (!HasRoom(code)) return;
        var witness = WitnessIn(box, shows);
        Add(new Finding
        {
            Code = code, Severity = severity, Document = Subject.Document.Key, Rows = [.. rows], Message = message, Witness = witness,
            Region = RegionText.Of(box), IsProved = witness is not null,
        });
    }

    private static readonly ImmutableSortedDictionary<string, string> NoRegion =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private Facts? WitnessIn(Box box, Func<Evaluation, bool> shows) => _witness.In(box, facts => shows(Subject.Evaluate(facts)));

    private bool HasRoom(string code)
    {
        if (Room(code) > 0) return true;
        Budget.End();
        IsFull = true;
        return false;
    }

    private void Add(Finding finding)
    {
        _counts[finding.Code] = _counts.GetValueOrDefault(finding.Code) + 1;
        _findings.Add(finding);
    }
}
