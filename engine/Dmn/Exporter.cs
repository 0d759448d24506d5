using System.Collections.Immutable;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Policy.Engine.Compiling;

namespace Policy.Engine.Dmn;

/// <summary>Documents as a model of DMN 1.5: fields of the fact type are input data, documents that others call are business
/// knowledge models, all others decisions; a flow is the context of its steps.</summary>
internal sealed class Exporter
{
    private static readonly XNamespace Dmn = ModelXml.Newest;

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };

    private readonly ImmutableArray<Document> _documents;
    private readonly Reporter _reporter = new("");
    private readonly Dictionary<string, FactTypeDocument> _facts;
    private readonly ExportNames _names;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly XElement _model;

    private Exporter(string name, ImmutableArray<Document> documents)
    {
        _documents = documents;
        _facts = documents.OfType<FactTypeDocument>().DistinctBy(f => f.Key).ToDictionary(f => f.Key, StringComparer.Ordinal);
        _names = new ExportNames(documents);
        _ids.UnionWith(documents.Select(d => DocumentId(d.Key)));
        _ids.UnionWith(documents.SelectMany(d => _names.AliasesOf(d.Key).Select(a => AliasId(d.Key, a.Name))));
        foreach (var field in _facts.Values.SelectMany(f => f.Fields)) _ids.Add(InputId(field.Name));
        _model = new XElement(Dmn + "definitions", new XAttribute("xmlns", ModelXml.Newest), new XAttribute("name", name),
            new XAttribute("namespace", "urn:policy:" + Uri.EscapeDataString(name)), new XAttribute("id", Id("definitions")));
    }

    public static DmnExport Write(string name, ImmutableArray<Document> documents)
    {
        var exporter = new Exporter(name, documents);
        exporter.Write();
        if (exporter._reporter.HasErrors) return new DmnExport([], exporter._reporter.Found);
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings)) exporter._model.Save(writer);
        return new DmnExport([.. stream.ToArray()], exporter._reporter.Found);
    }

    private void Write()
    {
        var deciding = _documents.Where(d => d is not FactTypeDocument).ToImmutableArray();
        foreach (var document in deciding) Check(document);
        var decisions = deciding.Where(d => !_names.IsCalled(d.Key)).ToImmutableArray();
        var inputs = Inputs(decisions);
        foreach (var field in inputs) Type(field, TypeName(field.Name));
        foreach (var document in deciding.OfType<ExpressionDocument>())
            if (document.Result is { } result) Type(result, TypeName(document.Key));
        foreach (var called in deciding.Where(d => _names.IsCalled(d.Key)))
            foreach (var field in FieldsOf(called)) Type(field, TypeName(called.Key + "." + field.Name));
        foreach (var field in inputs)
        {
            _model.Add(new XElement(Dmn + "inputData", new XAttribute("id", InputId(field.Name)), new XAttribute("name", field.Name),
                Variable(field.Name, TypeRef(field, TypeName(field.Name)))));
        }

        foreach (var document in decisions) Decision(document, inputs);
        foreach (var document in deciding.Where(d => _names.IsCalled(d.Key))) Knowledge(document);
    }

    /// <summary>Reports what DMN has no form for.</summary>
    private void Check(Document document)
    {
        var at = _reporter.At(document.Key);
        void Refuse(bool refused, string what)
        {
            if (refused) at.Error(DiagnosticCode.NotExported, Messages.NotExported(what));
        }

        var lost = Lost(document);
        if (lost.Length > 0) at.Warning(DiagnosticCode.NotKept, Messages.NotWritten(string.Join(", ", lost)));
        Refuse(document is not (DecisionTableDocument or ExpressionDocument or FlowDocument), "kind: " + document.Kind);
        Refuse(!_facts.ContainsKey(document.Facts), "facts: " + document.Facts);
        Refuse(_names.IsCalled(document.Key) && !document.Requires.IsEmpty, "requires of a called document");
        foreach (var name in _names.Unnamed(document)) Refuse(true, "functions: " + name);
        if (document is FlowDocument flow) Refuse(flow.Steps.Any(s => s.Facts is not null), "facts of a step");
        if (document is DecisionTableDocument table)
        {
            Refuse(table.ForEach is not null, "forEach");
            Refuse(table.Rows.Any(r => (r.From ?? r.To) is not null), "from, to");
        }

        foreach (var field in FieldsOf(document).Where(f => f.Ordered && ExportNames.Orders(document, f.Name)))
            Refuse(document.Dialect == Dialect.Policy, "ordered: " + field.Name);
    }

    /// <summary>The members of a document that say nothing of what it decides, and have no place in a model.</summary>
    private static string[] Lost(Document document)
    {
        var lost = new List<string>();
        if (!document.Cases.IsEmpty) lost.Add("cases");
        if (!document.Properties.IsEmpty) lost.Add("properties");
        if (document.LegalBasis is not null) lost.Add("legalBasis");
        if (!document.Sources.IsEmpty) lost.Add("sources");
        if (document.Force != Force.InForce) lost.Add("force");
        return [.. lost];
    }

    private ImmutableArray<Field> FieldsOf(Document document) => _facts.GetValueOrDefault(document.Facts)?.Fields ?? [];

    /// <summary>The fields of all fact types that decisions read; two of one name must be the same.</summary>
    private ImmutableArray<Field> Inputs(ImmutableArray<Document> decisions)
    {
        var fields = new Dictionary<string, (Field Field, string Of)>(StringComparer.Ordinal);
        foreach (var facts in decisions.Select(d => d.Facts).Distinct(StringComparer.Ordinal))
        {
            foreach (var field in _facts.GetValueOrDefault(facts)?.Fields ?? [])
            {
                if (!fields.TryAdd(field.Name, (field, facts)))
                    _reporter.At(facts).Error(DiagnosticCode.NotExported, Messages.NotExported($"{field.Name}: {facts}, {fields[field.Name].Of}"));
            }
        }

        return [.. fields.Values.Select(f => f.Field)];
    }

    private void Decision(Document document, ImmutableArray<Field> inputs)
    {
        var name = _names.Of(document.Key);
        var result = document is ExpressionDocument { Result: { } field } ? TypeRef(field, TypeName(document.Key)) : null;
        var element = new XElement(Dmn + "decision", new XAttribute("id", DocumentId(document.Key)), new XAttribute("name", name),
            document.Title is { } title && title.En != name ? new XAttribute("label", title.En) : null, Variable(name, result));
        foreach (var input in inputs.Where(i => FieldsOf(document).Any(f => f.Name == i.Name) && ExportNames.Mentions(document, i.Name)))
            element.Add(new XElement(Dmn + "informationRequirement", Reference("requiredInput", InputId(input.Name))));
        foreach (var required in _names.RequiredBy(document))
            element.Add(new XElement(Dmn + "informationRequirement", Reference("requiredDecision", required.Name is { } other ? AliasId(required.Key, other) : DocumentId(required.Key))));
        Add(element, document);
        _model.Add(element);
        foreach (var alias in _names.AliasesOf(document.Key))
        {
            _model.Add(new XElement(Dmn + "decision", new XAttribute("id", AliasId(document.Key, alias.Name)),
                new XAttribute("name", alias.Name), Variable(alias.Name, null),
                new XElement(Dmn + "informationRequirement", Reference("requiredDecision", DocumentId(document.Key))),
                ExportedLogic.Literal(alias.When is null ? name : $"if {alias.When} then {name} else null")));
        }
    }

    private void Knowledge(Document document)
    {
        var name = _names.Of(document.Key);
        var logic = new XElement(Dmn + "encapsulatedLogic", FieldsOf(document).Select(f => new XElement(Dmn + "formalParameter",
            new XAttribute("name", f.Name), TypeAttribute(TypeRef(f, TypeName(document.Key + "." + f.Name))))));
        logic.Add(ExportedLogic.Of(document, Id));
        var element = new XElement(Dmn + "businessKnowledgeModel", new XAttribute("id", DocumentId(document.Key)), new XAttribute("name", name),
            Variable(name, null), logic);
        Requirements(element, document);
        _model.Add(element);
    }

    private void Add(XElement element, Document document)
    {
        Requirements(element, document);
        element.Add(ExportedLogic.Of(document, Id));
    }

    private static void Requirements(XElement element, Document document)
    {
        foreach (var called in document.Functions.Values.Distinct(StringComparer.Ordinal))
            element.Add(new XElement(Dmn + "knowledgeRequirement", Reference("requiredKnowledge", DocumentId(called))));
    }

    private static XElement Reference(string element, string id) => new(Dmn + element, new XAttribute("href", "#" + id));

    private static XElement Variable(string name, string? type) => new(Dmn + "variable", new XAttribute("name", name), TypeAttribute(type));

    private static XAttribute? TypeAttribute(string? type) => type is null ? null : new XAttribute("typeRef", type);

    private static string TypeName(string of) => "t " + of;

    private static string InputId(string name) => Xml("input-" + name);

    private static string DocumentId(string key) => Xml("document-" + key);

    private static string AliasId(string key, string name) => Xml($"document-{key}-as-{name}");

    /// <summary>The text as an id of XML.</summary>
    private static string Xml(string text) => XmlConvert.EncodeLocalName(text)!;

    /// <summary>An id that no other element has.</summary>
    private string Id(string wanted)
    {
        var id = Xml(wanted);
        while (!_ids.Add(id)) id += "_";
        return id;
    }

    private static string? TypeRef(Field field, string defined) =>
        ExportedTypes.Simple(field) ? ExportedTypes.Name(field.Type) : defined;

    private void Type(Field field, string name)
    {
        if (ExportedTypes.Simple(field)) return;
        _model.Add(ExportedTypes.Definition(Dmn + "itemDefinition", field, name));
    }
}
