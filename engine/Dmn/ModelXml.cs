using System.Xml;
using System.Xml.Linq;
using Policy.Engine.Compiling;

namespace Policy.Engine.Dmn;

/// <summary>The XML of models: read without document types, entities or anything from elsewhere.</summary>
internal static class ModelXml
{
    public const string Newest = "https://www.omg.org/spec/DMN/20230324/MODEL/";
    private const int MaxBytes = 50 * 1024 * 1024;
    private const int MaxDepth = 200;

    private static readonly string[] Known =
    [
        "http://www.omg.org/spec/DMN/20180521/MODEL/", "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/", Newest,
    ];

    /// <summary>The root of a model; null, reported, when it is none.</summary>
    public static XElement? Read(ReadOnlyMemory<byte> utf8, Reporter reporter)
    {
        if (utf8.Length > MaxBytes)
        {
            reporter.Error(DiagnosticCode.TooLarge, Messages.TooLarge(utf8.Length, MaxBytes));
            return null;
        }

        var root = Parse(utf8, reporter);
        if (root is null) return null;
        if (root.Name.LocalName == "definitions" && Known.Contains(root.Name.NamespaceName, StringComparer.Ordinal)) return root;
        reporter.Error(DiagnosticCode.NoDmnModel, Messages.NoModel(root.Name.NamespaceName + root.Name.LocalName));
        return null;
    }

    private static XElement? Parse(ReadOnlyMemory<byte> utf8, Reporter reporter)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1, IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using (var depth = XmlReader.Create(new MemoryStream(utf8.ToArray(), writable: false), settings))
            {
                // Trees are walked recursively: a deep one must not be built at all.
                while (depth.Read())
                {
                    if (depth.Depth <= MaxDepth) continue;
                    reporter.Error(DiagnosticCode.MalformedXml, Messages.TooDeep(MaxDepth));
                    return null;
                }
            }

            using var reader = XmlReader.Create(new MemoryStream(utf8.ToArray(), writable: false), settings);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException e)
        {
            reporter.Error(DiagnosticCode.MalformedXml, Messages.Malformed(e.LineNumber, e.LinePosition));
            return null;
        }
    }

    /// <summary>The first child of the model's namespace.</summary>
    public static XElement? Child(this XElement element, string name) => element.Element(element.Name.Namespace + name);

    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements(element.Name.Namespace + name);

    public static string? Text(this XElement element, string attribute) => element.Attribute(attribute)?.Value;

    /// <summary>The name, with single spaces; the id where there is none.</summary>
    public static string NameOf(this XElement element) => Spaced(element.Text("name") ?? element.Text("id") ?? "");

    /// <summary>The content of a child <c>text</c>; null when there is none or it is blank.</summary>
    public static string? TextContent(this XElement? element) =>
        element?.Child("text")?.Value is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A name with single spaces, as names are compared.</summary>
    public static string Spaced(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
