using System.Runtime.CompilerServices;

namespace Policy.Architecture.Tests;

public sealed class NamingTests
{
    private static readonly string[] EmptyWords = ["Manager", "Helper", "Helpers", "Util", "Utils", "Info", "Data", "Base", "Impl"];
    private static readonly string[] NamesOfNamespaces = ["Policy", "Engine", "Rules", "Host", "Admin"];

    private static IEnumerable<Type> OwnTypes => Part.All
        .SelectMany(static part => part.Assembly.GetTypes())
        .Where(static type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && type.Namespace?.StartsWith("Policy", StringComparison.Ordinal) == true
            && !type.Name.Contains('<', StringComparison.Ordinal));

    [Fact]
    public void No_type_ends_in_a_word_that_says_nothing() => Assert.DoesNotContain(
        OwnTypes, static type => EmptyWords.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)));

    [Fact]
    public void No_type_is_named_as_a_namespace() => 
        Assert.DoesNotContain(OwnTypes, static type => NamesOfNamespaces.Contains(type.Name));
}
