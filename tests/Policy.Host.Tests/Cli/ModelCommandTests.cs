namespace Policy.Host.Tests.Cli;

public sealed class ModelCommandTests : IDisposable
{
    private const string Model = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
        <inputData name="Age" id="i"><variable name="Age" typeRef="number"/></inputData>
        <decision name="Old enough" id="d"><question>Is it?</question><variable name="Old enough"/>
        <informationRequirement><requiredInput href="#i"/></informationRequirement>
        <literalExpression><text>Age >= 18</text></literalExpression></decision></definitions>
        """;

    private readonly CommandLineRun _cli = new();

    [Fact]
    public void A_model_is_imported_as_documents_that_decide()
    {
        var folder = Import(Model);
        Assert.Contains(_cli.Lines, l => l.Contains("PE1904 warning", StringComparison.Ordinal) && l.Contains("Is it?", StringComparison.Ordinal));

        var exitCode = _cli.RunOn("{\"Age\":20}", "eval", "--rules", folder, "--key", "old-enough", "--facts", "-");
        Assert.Equal(0, exitCode);
        Assert.Contains("\"outputs\":true", Assert.Single(_cli.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_are_exported_as_a_model_that_can_be_imported_again()
    {
        var folder = Import(Model);
        var file = Path.Combine(folder, "out.dmn");
        Assert.Equal(0, _cli.Run("export", folder, "--out", file));
        Assert.Contains("Age &gt;= 18", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run("import", file, "--out", Path.Combine(folder, "again")));
        Assert.Equal(0, _cli.Run("check", Path.Combine(folder, "again")));
    }

    [Fact]
    public void A_model_with_errors_writes_nothing()
    {
        var file = _cli.Write("bad.dmn", Model.Replace("#i", "#gone", StringComparison.Ordinal).Replace("requiredInput", "requiredDecision", StringComparison.Ordinal));
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "bad");
        Assert.Equal(1, _cli.Run("import", file, "--out", folder));
        Assert.Contains(_cli.Lines, l => l.Contains("PE1905 error", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void No_file_is_overwritten()
    {
        var folder = Import(Model);
        Assert.Equal(2, _cli.Run("import", Path.Combine(folder, "..", "model.dmn"), "--out", folder));
        Assert.Contains("already", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_form_in_DMN_is_named()
    {
        Assert.Equal(1, _cli.Run("export", _cli.WriteContract()));
        Assert.Contains("PE1907 error", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("from, to", _cli.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    private string Import(string model)
    {
        var file = _cli.Write("model.dmn", model);
        var folder = Path.Combine(Path.GetDirectoryName(file)!, "documents");
        Assert.Equal(0, _cli.Run("import", file, "--out", folder));
        return folder;
    }
}
