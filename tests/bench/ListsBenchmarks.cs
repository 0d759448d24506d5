using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Policy.Engine;

namespace Policy.Benchmarks;

/// <summary>One lookup in a list matched by commodity code prefix, goods name keyword and country of origin, against what
/// one would write by hand: a set of prefixes, keywords found by <see cref="SearchValues{T}"/> in names as they are
/// (no disguise is seen through), countries compared last. Names of 60 characters, another one for every lookup.</summary>
[MemoryDiagnoser]
public class ListsBenchmarks
{
    private const int Names = 64;
    private const string Syllables = "电子玩具棉布陶瓷茶叶皮革手工雕刻首饰书籍模型乐器相机耳机水杯雨伞灯笼丝绸";

    private RuleSet _rules = null!;
    private Facts[] _hits = null!;
    private Facts[] _misses = null!;
    private (string Code, string Name, string Origin)[] _missed = null!;
    private FrozenDictionary<string, List<Entry>>.AlternateLookup<ReadOnlySpan<char>> _prefixes;
    private FrozenDictionary<string, List<Entry>>.AlternateLookup<ReadOnlySpan<char>> _keywords;
    private SearchValues<string> _anyKeyword = null!;
    private int _next;

    /// <summary>Entries of the list: half by code, a quarter by keyword, a quarter by all three columns.</summary>
    [Params(1_000, 50_000, 1_000_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var list = List(Entries);
        _rules = RuleSet.Compile([FactType, list]).RuleSet!;
        var misses = Enumerable.Range(0, Names).Select(i => (Code: $"61{i:00}100021", Name: Name(i, "无"), Origin: "CN")).ToArray();
        var hits = Enumerable.Range(0, Names).Select(i => ("6109100021", Name(i, list.Entries[(i * 4) + 2].Values[1]!), "CN"));
        _missed = misses;
        _misses = [.. misses.Select(Read)];
        _hits = [.. hits.Select(Read)];
        if (_misses.Any(f => !_rules.Evaluate("list", f).Matched.IsEmpty)) throw new InvalidOperationException("A miss hits.");
        if (_hits.Any(f => _rules.Evaluate("list", f).Matched.IsEmpty)) throw new InvalidOperationException("A hit misses.");

        var entries = list.Entries.Select(e => new Entry(e.Values[0], e.Values[1], e.Values[2])).ToArray();
        _prefixes = entries.Where(e => e.Prefix is not null).GroupBy(e => e.Prefix!)
            .ToFrozenDictionary(g => g.Key, g => g.ToList()).GetAlternateLookup<ReadOnlySpan<char>>();
        _keywords = entries.Where(e => e.Prefix is null).GroupBy(e => e.Keyword!)
            .ToFrozenDictionary(g => g.Key, g => g.ToList()).GetAlternateLookup<ReadOnlySpan<char>>();
        _anyKeyword = SearchValues.Create([.. entries.Where(e => e.Prefix is null).Select(e => e.Keyword!)], StringComparison.Ordinal);
    }

    [Benchmark]
    public Evaluation Miss() => _rules.Evaluate("list", _misses[_next++ & (Names - 1)]);

    [Benchmark]
    public Evaluation Hit() => _rules.Evaluate("list", _hits[_next++ & (Names - 1)]);

    /// <summary>Prefix lookups by length and one search for any keyword; the same misses.</summary>
    [Benchmark(Baseline = true)]
    public int HandWritten()
    {
        var (code, name, origin) = _missed[_next++ & (Names - 1)];
        var found = 0;
        for (var length = 2; length <= code.Length; length++)
        {
            if (!_prefixes.TryGetValue(code.AsSpan(0, length), out var entries)) continue;
            foreach (var e in entries)
                if ((e.Keyword is null || name.Contains(e.Keyword, StringComparison.Ordinal)) && (e.Origin is null || e.Origin == origin)) found++;
        }

        for (var rest = name.AsSpan(); rest.IndexOfAny(_anyKeyword) is >= 0 and var at; rest = rest[(at + 1)..])
        {
            for (var length = 1; length <= rest.Length - at && length <= 12; length++)
                if (_keywords.TryGetValue(rest.Slice(at, length), out var entries)) found += entries.Count;
        }

        return found;
    }

    internal static FactTypeDocument FactType { get; } = new()
    {
        Key = "goods-line",
        Fields =
        [
            new Field { Name = "code", Type = FieldType.Text }, new Field { Name = "name", Type = FieldType.Text },
            new Field { Name = "origin", Type = FieldType.Text },
        ],
    };

    internal static ListDocument List(int entries) => new()
    {
        Key = "list",
        Facts = FactType.Key,
        Columns = [new("code", ListMatch.Prefix), new("name", ListMatch.Keyword), new("origin", ListMatch.Equals)],
        Effects = ["prohibit", "licence", "warn"],
        Entries = [.. Enumerable.Range(0, entries).Select(i => new ListEntry
        {
            Id = $"N{i}",
            Values = (i % 4) switch
            {
                0 or 1 => [Code(i), null, null],
                2 => [null, Word(i), null],
                _ => [$"9{i % 10}", Word(i / 8), i % 3 == 0 ? "US" : "JP"],
            },
            Effect = "prohibit",
        })],
    };

    private Facts Read((string Code, string Name, string Origin) line)
    {
        var json = $$"""{"code":"{{line.Code}}","name":"{{line.Name}}","origin":"{{line.Origin}}"}""";
        return Facts.Read(_rules.FactTypeOf("list")!, Encoding.UTF8.GetBytes(json)).Facts!;
    }

    private static string Code(int i) => (8_000_000_000L + (i * 1237L % 1_000_000_007L)).ToString(CultureInfo.InvariantCulture)[..(4 + (i % 7))];

    // Distinct keywords that begin like ordinary words.
    private static string Word(int i) => $"{Syllables[i % 36]}{Syllables[i / 36 % 36]}{Syllables[i / 1296 % 36]}禁{i % 97}";

    private static string Name(int i, string word)
    {
        var random = new Random(i);
        var name = new StringBuilder();
        while (name.Length < 58 - word.Length) name.Append(random.Next(5) == 0 ? " Gift" : Syllables[random.Next(18) * 2]).Append(Syllables[random.Next(36)]);
        return name.Append(word).Append("礼盒").ToString();
    }

    private sealed record Entry(string? Prefix, string? Keyword, string? Origin);
}
