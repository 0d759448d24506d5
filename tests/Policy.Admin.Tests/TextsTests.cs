using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Policy.Admin.Common;
using Policy.Rules;

namespace Policy.Admin.Tests;

public sealed partial class TextsTests
{
    private static string Source([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "admin");

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Source(), file)).Root!
        .Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => d.Element("value")!.Value);

    [Fact]
    public void Both_languages_have_the_same_texts_and_places()
    {
        var (en, zh) = (Read("Texts.resx"), Read("Texts.zh-CN.resx"));

        Assert.Equal(en.Keys.Order(StringComparer.Ordinal), zh.Keys.Order(StringComparer.Ordinal));
        Assert.All(en, text => Assert.Equal(Places(text.Value), Places(zh[text.Key])));
        Assert.Equal(en.Count, en.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(en.Concat(zh), text => Assert.NotEmpty(text.Value));
    }

    [Fact]
    public void Every_text_a_page_names_is_there()
    {
        var texts = Read("Texts.resx").Keys.ToHashSet(StringComparer.Ordinal);
        var named = Directory.EnumerateFiles(Source(), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Named().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(named.Count > 200, $"Only {named.Count} texts found; does the search still work?");
        Assert.Empty(named.Except(texts));
    }

    [Theory]
    [InlineData("/policies/hangzhou", "/policies/hangzhou")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData(null, "/")]
    public void Nobody_is_sent_elsewhere_after_signing_in(string? address, string to) => Assert.Equal(to, ReturnAddress.Local(address));

    [Theory]
    [InlineData("approver", Role.Approver)]
    [InlineData("administrator", Role.Administrator)]
    public void Claims_make_the_actor(string role, Role expected) => Assert.Equal(
        new Actor("li", expected),
        CurrentActor.From(new ClaimsPrincipal(new ClaimsIdentity([new("name", "li"), new("role", role)], "test"))));

    [Theory]
    [InlineData("emperor")]
    [InlineData("7")]
    public void An_unknown_role_is_nobody(string role) => Assert.Null(
        CurrentActor.From(new ClaimsPrincipal(new ClaimsIdentity([new("name", "li"), new("role", role)], "test"))));

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("\\{\\d\\}")]
    private static partial Regex Place();

    [GeneratedRegex("\\b(?:T|texts)\\[\"([^\"]+)\"")]
    private static partial Regex Named();
}
