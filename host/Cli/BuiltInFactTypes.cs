using Policy.Engine;
using Policy.Rules;

namespace Policy.Host.Cli;

/// <summary>The fact types of the platform, from the newest policy pack that has them.</summary>
internal static class BuiltInFactTypes
{
    private static readonly string[] Keys = ["declaration", "enterprise"];

    /// <summary>Those that the documents refer to and do not define.</summary>
    public static IEnumerable<Document> MissingFrom(IReadOnlyCollection<LoadedDocument> documents) =>
        from key in Keys
        where documents.Any(d => d.Document.Facts == key) && documents.All(d => d.Document.Key != key)
        select Read(key);

    /// <summary>A fact type.</summary>
    public static Document Read(string key)
    {
        var packs = System.Reflection.Assembly.Load("Policy.Seed");
        var name = packs.GetManifestResourceNames().Where(n => n.EndsWith($"/{key}.json", StringComparison.Ordinal)).Max(StringComparer.Ordinal);
        using var resource = packs.GetManifestResourceStream(name!)!;
        var text = new byte[resource.Length];
        resource.ReadExactly(text);
        return DocumentJson.Read(text).Document ?? throw new InvalidOperationException($"The built-in fact type {key} cannot be read.");
    }
}
