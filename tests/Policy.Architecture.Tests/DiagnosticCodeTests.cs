using System.Reflection;
using System.Xml.Linq;
using Policy.Engine;

namespace Policy.Architecture.Tests;

/// <summary>Every code an officer may meet explains itself and means one thing.</summary>
public sealed class DiagnosticCodeTests
{
    private static IEnumerable<FieldInfo> Codes =>
        typeof(DiagnosticCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral);

    [Fact]
    public void No_two_codes_are_the_same() => Assert.Empty(Codes
        .GroupBy(static code => (string)code.GetRawConstantValue()!, StringComparer.Ordinal)
        .Where(static group => group.Count() > 1)
        .Select(static group => $"{group.Key}: {string.Join(", ", group.Select(static c => c.Name))}"));

    [Fact]
    public void Every_code_is_documented_with_its_cure()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(DiagnosticCode).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(static member => member.Attribute("name")!.Value, static member => member.Element("summary")?.Value ?? "");

        Assert.NotEmpty(Codes);
        Assert.Empty(Codes
            .Where(code => !documentation.GetValueOrDefault($"F:{typeof(DiagnosticCode).FullName}.{code.Name}", "").Contains("Cure:", StringComparison.Ordinal))
            .Select(static code => code.Name));
    }
}
