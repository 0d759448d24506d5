using System.Runtime.CompilerServices;

namespace Policy.Engine.Tests.Expressions.Corpus;

/// <summary>Reads the rows of a corpus file beside this one. An unreadable row fails the tests instead of being
/// skipped.</summary>
internal static class Row
{
    public static IEnumerable<TheoryDataRow<string, string, string>> Read3(string file) =>
        Read(file, 3).Select(r => new TheoryDataRow<string, string, string>(r[0], r[1], r[2]));

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Read4(string file) =>
        Read(file, 4).Select(r => new TheoryDataRow<string, string, string, string>(r[0], r[1], r[2], r[3]));

    private static IEnumerable<string[]> Read(string file, int columns)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), file));
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i].StartsWith('#')) continue;
            var cells = lines[i].Split(';');
            if (cells.Length != columns) throw new FormatException(
                $"{file}:{i + 1} has {cells.Length} columns, not {columns}: {lines[i]}");
            yield return [.. cells.Select(c => c.Trim())];
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
