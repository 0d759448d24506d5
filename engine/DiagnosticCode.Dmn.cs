namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>XML that cannot be read, or that has what models never need (document types, entities). Cure: export the model
    /// again.</summary>
    public const string MalformedXml = "PE1901";

    /// <summary>XML that is no DMN 1.2 to 1.5 model. Cure: export it as one.</summary>
    public const string NoDmnModel = "PE1902";

    /// <summary>A model that imports others. Cure: copy what it needs into it.</summary>
    public const string ModelImport = "PE1903";

    /// <summary>Something of a model that our documents cannot keep (a warning). Cure: the message says what to do by
    /// hand.</summary>
    public const string NotKept = "PE1904";

    /// <summary>A reference to an element that the model does not have. Cure: mend the model.</summary>
    public const string UnknownElement = "PE1905";

    /// <summary>Something of a model that cannot be imported. Cure: model it otherwise.</summary>
    public const string NotImported = "PE1906";

    /// <summary>A document, or a part of one, that DMN has no form for. Cure: leave it out, or use another kind.</summary>
    public const string NotExported = "PE1907";
}
