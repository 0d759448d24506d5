namespace Policy.Architecture.Tests;

/// <summary>Budgets that keep files readable from top to bottom, and marks of unfinished work.</summary>
public sealed class SourceTests
{
    private const int ProductionLines = 400;
    private const int TestLines = 600;
    private const int ProgramLines = 40;

    private static readonly string[] Marks = ["TODO", "FIXME", "HACK", "XXX"];

    private static IEnumerable<string> Production =>
        Part.All.SelectMany(static part => Sources.In(part.Folder, ".cs", ".razor", ".js", ".css"));

    [Fact]
    public void Production_files_are_short() => Assert.Empty(TooLong(Production, ProductionLines));

    [Fact]
    public void Test_files_are_short() => Assert.Empty(TooLong(Sources.In("tests", ".cs"), TestLines));

    [Fact]
    public void The_program_is_composition_only() => Assert.Empty(TooLong(["host/Program.cs"], ProgramLines));

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var unfinished =
            from file in Production.Concat(Sources.In("tests", ".cs")).Where(static f => !f.EndsWith("/SourceTests.cs", StringComparison.Ordinal))
            from line in Sources.Lines(file).Index()
            where Marks.Any(mark => line.Item.Contains(mark + ":", StringComparison.Ordinal) || line.Item.Contains("// " + mark, StringComparison.Ordinal))
            select $"{file}:{line.Index + 1}";

        Assert.Empty(unfinished);
    }

    [Fact]
    public void Nothing_is_unimplemented() =>
        Assert.Empty(Part.All.Where(static part => part.Types.Contains("System.NotImplementedException")).Select(static part => part.Folder));

    private static IEnumerable<string> TooLong(IEnumerable<string> files, int budget) =>
        from file in files
        let lines = Sources.Lines(file).Length
        where lines > budget
        select $"{file}: {lines} lines";
}
