using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Policy.Engine.Compiling;

namespace Policy.Engine.Tables;

/// <summary>The cells of one column. Tables repeat their cells: each distinct text is compiled once, and what was found
/// in it is reported wherever it stands.</summary>
internal sealed class CellColumn<T>(Func<string, Reporter, T?> compile)
    where T : class
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(T? Cell, ImmutableArray<Diagnostic> Findings)> _distinct = [];

    // Made anew once something was found.
    private Reporter _reporter = new("");

    /// <summary>The distinct cells, by number; null for those with errors.</summary>
    public IEnumerable<T?> Distinct => _distinct.Select(d => d.Cell);

    /// <summary>The cell of a number.</summary>
    public T? this[int number] => _distinct[number].Cell;

    /// <summary>The number of a text among the distinct cells.</summary>
    public int Number(string text)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out var exists);
        if (exists) return known;
        _distinct.Add((compile(text, _reporter), _reporter.Found));
        if (!_distinct[^1].Findings.IsEmpty) _reporter = new Reporter("");
        return known = _distinct.Count - 1;
    }

    /// <summary>Reports what was found in a cell, at one of its places.</summary>
    public void Report(int number, Reporter reporter, int row, string member, int column)
    {
        var findings = _distinct[number].Findings;
        if (findings.IsEmpty) return;
        var at = reporter.At("rows").At(row).At(member).At(column);
        foreach (var finding in findings) at.Add(finding);
    }
}
