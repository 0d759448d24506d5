using System.Collections.Immutable;
using System.Xml.Linq;
using Policy.Engine.Compiling;

namespace Policy.Engine.Dmn;

/// <summary>A model as documents: input data is one fact type; a decision is a table or an expression on it; a business
/// knowledge model is one on a fact type of its parameters, which others call; a decision service is an expression over
/// copies of its decisions on a fact type of its inputs.</summary>
internal sealed class Importer
{
    private readonly XElement _model;
    private readonly Reporter _reporter;
    private readonly ItemTypes _types;
    private readonly Keys _keys = new();
    private readonly List<Document> _documents = [];
    private readonly Dictionary<string, XElement> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<XElement, string> _keyOf = [];
    private readonly string _inputs;
    private readonly ImmutableArray<string> _inputNames;

    private Importer(XElement model, Reporter reporter)
    {
        (_model, _reporter) = (model, reporter);
        _types = new ItemTypes(model, reporter.At("itemDefinition"));
        foreach (var element in model.Elements())
            if (element.Text("id") is { } id) _byId.TryAdd(id, element);
        _inputNames = [.. model.Children("inputData").Select(VariableOf).Distinct(StringComparer.Ordinal)];
        _inputs = _keys.Of(model.NameOf() + " inputs", "inputs");
        foreach (var element in Logic()) _keyOf[element] = _keys.Of(element.NameOf(), element.Name.LocalName.ToLowerInvariant());
    }

    public static DmnImport Read(ReadOnlyMemory<byte> utf8)
    {
        var reporter = new Reporter("");
        if (ModelXml.Read(utf8, reporter) is not { } model) return new DmnImport([], reporter.Found);
        var importer = new Importer(model, reporter);
        importer.Import();
        return new DmnImport(reporter.HasErrors ? [] : [.. importer._documents], reporter.Found);
    }

    private IEnumerable<XElement> Logic() => _model.Elements()
        .Where(e => e.Name.LocalName is "decision" or "businessKnowledgeModel" or "decisionService");

    private void Import()
    {
        foreach (var import in _model.Children("import"))
            _reporter.At("import").Error(DiagnosticCode.ModelImport, Messages.Import(import.Text("name") ?? import.Text("namespace") ?? ""));
        NotKept();
        AddFacts(_inputs, _model.NameOf(), _model.Children("inputData")
            .Select(i => _types.Field(VariableOf(i), i.Child("variable")?.Text("typeRef"))));
        foreach (var decision in _model.Children("decision")) Decision(decision, null);
        foreach (var knowledge in _model.Children("businessKnowledgeModel")) Knowledge(knowledge);
        foreach (var service in _model.Children("decisionService")) Service(service);
    }

    /// <summary>Warns of what the documents have no place for.</summary>
    private void NotKept()
    {
        foreach (var element in _model.Elements())
        {
            switch (element.Name.LocalName)
            {
                case "decision" or "businessKnowledgeModel" or "decisionService" or "inputData" or "itemDefinition" or "import"
                    or "knowledgeSource" or "extensionElements":
                    break;
                case "DMNDI":
                    _reporter.At("DMNDI").Warning(DiagnosticCode.NotKept, Messages.Diagram);
                    break;
                case var other:
                    _reporter.At(other).Warning(DiagnosticCode.NotKept, Messages.NotKeptText(other, element.Text("name") ?? element.Value.Trim()));
                    break;
            }

            foreach (var text in element.Elements().Where(e => e.Name.LocalName is "description" or "question" or "allowedAnswers"))
            {
                if (text.Value.Trim() is { Length: > 0 } content)
                    At(element).At(text.Name.LocalName).Warning(DiagnosticCode.NotKept, Messages.NotKeptText(text.Name.LocalName, content));
            }
        }
    }

    private void AddFacts(string key, string name, IEnumerable<Field> fields) => _documents.Add(new FactTypeDocument
    {
        Key = key,
        Title = name.Length == 0 ? null : new LocalizedText(name, name),
        Dialect = Dialect.Dmn,
        Fields = [.. fields.DistinctBy(f => f.Name)],
    });

    /// <summary>A decision, or its copy within a decision service.</summary>
    private void Decision(XElement decision, ServiceScope? service)
    {
        var requires = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var required in RequiredDecisions(decision))
            if (service?.IsInput(required) != true)
                requires[VariableOf(required)] = service?.KeyOf(required) ?? _keyOf[required];
        var names = (service?.Names ?? _inputNames).Concat(requires.Keys).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var key = service?.KeyOf(decision) ?? _keyOf[decision];
        var owner = new Owner(VariableOf(decision), key, service?.Facts ?? _inputs, names, requires.ToImmutable(), At(decision));
        AddKnowledge(decision, owner);
        Add(decision, owner, decision.Child("variable")?.Text("typeRef"), Authorities(decision));
    }

    private void Knowledge(XElement knowledge)
    {
        var key = _keyOf[knowledge];
        var logic = knowledge.Child("encapsulatedLogic");
        var parameters = logic?.Children("formalParameter").ToList() ?? [];
        var facts = _keys.Of(key + "-parameters", key);
        AddFacts(facts, VariableOf(knowledge), parameters.Select(p => _types.Field(p.NameOf(), p.Text("typeRef"))));
        var names = parameters.Select(p => p.NameOf()).Distinct(StringComparer.Ordinal).ToImmutableArray();
        var owner = new Owner(VariableOf(knowledge), key, facts, names, NoRequires, At(knowledge));
        AddKnowledge(knowledge, owner);
        if (logic?.Text("kind") is { } kind and not "FEEL")
        {
            owner.At.Warning(DiagnosticCode.NotImported, Messages.Foreign(kind));
            logic = null;
        }

        Add(logic, owner, null, Authorities(knowledge));
    }

    private static readonly ImmutableSortedDictionary<string, string> NoRequires =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private void Service(XElement service)
    {
        var key = _keyOf[service];
        var (data, decisions, outputs) = (Referred(service, "inputData"), Referred(service, "inputDecision"), Referred(service, "outputDecision"));
        var inputs = data.Concat(decisions).ToList();
        var facts = _keys.Of(key + "-parameters", key);
        AddFacts(facts, VariableOf(service), inputs.Select(i => _types.Field(VariableOf(i), i.Child("variable")?.Text("typeRef"))));
        var inside = Inside(outputs, decisions);
        var scope = new ServiceScope(
            facts, [.. inputs.Select(VariableOf)], [.. decisions], inside.ToDictionary(d => d, d => _keys.Of($"{key}-{_keyOf[d]}", key)));
        foreach (var decision in inside) Decision(decision, scope);
        var members = outputs.Select(o => $"{Boxed.Key(VariableOf(o))}: {VariableOf(o)}");
        _documents.Add(new ExpressionDocument
        {
            Key = key,
            Title = new LocalizedText(VariableOf(service), VariableOf(service)),
            Facts = facts,
            Dialect = Dialect.Dmn,
            Requires = outputs.ToImmutableSortedDictionary(VariableOf, o => scope.Keys[o], StringComparer.Ordinal),
            Expression = outputs is [var only] ? VariableOf(only) : "{" + string.Join(", ", members) + "}",
            Result = Result(_types.FunctionOutput(service.Child("variable")?.Text("typeRef"))),
        });
    }

    /// <summary>The output decisions and all that they require, but not the input decisions.</summary>
    private List<XElement> Inside(List<XElement> outputs, List<XElement> inputs)
    {
        var (inside, open) = (new List<XElement>(), new Stack<XElement>(outputs));
        while (open.TryPop(out var decision))
        {
            if (inside.Contains(decision) || inputs.Contains(decision)) continue;
            inside.Add(decision);
            foreach (var required in RequiredDecisions(decision)) open.Push(required);
        }

        return inside;
    }

    private void Add(XElement? logic, Owner owner, string? typeRef, ImmutableArray<string> sources)
    {
        if (logic?.Child("decisionTable") is { } table)
        {
            _documents.Add(TableImport.Read(table, owner, _types, typeRef) with { Sources = sources });
            return;
        }

        var text = new Boxed(owner, _types, LogicOf, Table).Within(logic, owner.Names);
        var expression = logic?.Elements().FirstOrDefault(e => Boxed.IsExpression(e.Name.LocalName));
        _documents.Add(new ExpressionDocument
        {
            Key = owner.Key,
            Title = owner.Title,
            Facts = owner.Facts,
            Dialect = Dialect.Dmn,
            Sources = sources,
            Requires = owner.Requires,
            Functions = owner.Calls,
            Expression = text,
            Result = Result(typeRef ?? expression?.Text("typeRef")),
        });
    }

    /// <summary>The declared type of a result; null for any.</summary>
    private Field? Result(string? typeRef) =>
        typeRef is null || _types.Field("", typeRef) is not { Type: not FieldType.Any } result ? null : result with { Optional = false };

    /// <summary>A table within an expression, as a document on what its cells name; gives the call of it.</summary>
    private string Table(XElement table, Owner owner, IReadOnlyList<string> names)
    {
        var texts = table.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        var named = names.Distinct(StringComparer.Ordinal).Where(n => texts.Exists(t => t.Contains(n, StringComparison.Ordinal))).ToImmutableArray();
        var key = _keys.Of(owner.Key + "-table", owner.Key);
        var facts = _keys.Of(key + "-parameters", key);
        AddFacts(facts, owner.Name + " (table)", named.Select(n => _types.Field(n, null)));
        var inner = new Owner(owner.Name + " (table)", key, facts, named, NoRequires, owner.At);
        foreach (var (name, called) in owner.Functions) inner.Functions[name] = called;
        _documents.Add(TableImport.Read(table, inner, _types, null));
        var function = key.Replace('-', '_');
        function = char.IsLetter(function[0]) ? function : "_" + function;
        owner.Functions[function] = key;
        return $"{function}({string.Join(", ", named)})";
    }

    private void AddKnowledge(XElement element, Owner owner)
    {
        foreach (var reference in element.Children("knowledgeRequirement").Select(r => r.Child("requiredKnowledge")))
            if (Find(reference, owner.At) is { } knowledge && _keyOf.TryGetValue(knowledge, out var key))
                owner.Functions[VariableOf(knowledge)] = key;
    }

    private XElement? LogicOf(string name) => _model.Children("businessKnowledgeModel")
        .FirstOrDefault(k => VariableOf(k) == ModelXml.Spaced(name))?.Child("encapsulatedLogic");

    private IEnumerable<XElement> RequiredDecisions(XElement decision) => decision.Children("informationRequirement")
        .Select(r => r.Child("requiredDecision")).OfType<XElement>().Select(r => Find(r, At(decision))).OfType<XElement>();

    private List<XElement> Referred(XElement service, string name) =>
        [.. service.Children(name).Select(r => Find(r, At(service))).OfType<XElement>()];

    private ImmutableArray<string> Authorities(XElement element) =>
        [.. element.Children("authorityRequirement").Elements().Select(r => Find(r, At(element))?.NameOf()).OfType<string>().Where(n => n.Length > 0)];

    private XElement? Find(XElement? reference, Reporter at)
    {
        var href = reference?.Text("href") ?? "";
        var mark = href.LastIndexOf('#');
        if (mark > 0 && href[..mark] != _model.Text("namespace"))
        {
            at.Error(DiagnosticCode.ModelImport, Messages.Import(href));
            return null;
        }

        if (_byId.TryGetValue(href[(mark + 1)..], out var element)) return element;
        at.Error(DiagnosticCode.UnknownElement, Messages.UnknownElement(href));
        return null;
    }

    private Reporter At(XElement element) => _reporter.At(element.Name.LocalName).At(element.NameOf());

    private static string VariableOf(XElement element) => element.NameOf();

    /// <summary>What the decisions within a decision service see.</summary>
    private sealed record ServiceScope(
        string Facts, ImmutableArray<string> Names, ImmutableArray<XElement> Inputs, Dictionary<XElement, string> Keys)
    {
        public bool IsInput(XElement decision) => Inputs.Contains(decision);

        public string? KeyOf(XElement decision) => Keys.GetValueOrDefault(decision);
    }
}
