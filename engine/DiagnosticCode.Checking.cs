namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A name that expressions could not use. Cure: a letter, then letters, digits or underscores, and no word of
    /// FEEL.</summary>
    public const string BadName = "PE1201";

    /// <summary>A member of a field that does not fit its type. Cure: remove it or change the type.</summary>
    public const string FieldShape = "PE1202";

    /// <summary>Fields nested too deeply. Cure: flatten them.</summary>
    public const string TooDeep = "PE1203";

    /// <summary>A fact type that is not among the documents. Cure: add it or correct the key.</summary>
    public const string UnknownFactType = "PE1204";

    /// <summary>A document that is not among the documents. Cure: add it or correct the key.</summary>
    public const string UnknownDocument = "PE1205";

    /// <summary>A document that needs its own result. Cure: break the cycle.</summary>
    public const string Cycle = "PE1206";

    /// <summary>A name that is already a field or another decision. Cure: choose another.</summary>
    public const string NameTaken = "PE1207";

    /// <summary>Facts that cannot be handed to a document of another fact type. Cure: name an object field that fits.</summary>
    public const string FactMapping = "PE1208";

    /// <summary>A decision that only runs in shadow, read by one that is live. Cure: do not read it, or raise its force.</summary>
    public const string ShadowRead = "PE1209";

    /// <summary><c>requires</c> in a kind of document that has no FEEL expressions. Cure: remove it.</summary>
    public const string RequiresNotSupported = "PE1210";

    /// <summary>An overlay among documents to compile. Cure: compose it with its parent first.</summary>
    public const string UncomposedOverlay = "PE1211";

    /// <summary><c>forEach</c> that is not a list of objects. Cure: name such a field.</summary>
    public const string UnknownList = "PE1212";

    /// <summary>A period where the facts have no day. Cure: remove it or give the fact type <c>declaredAt</c>.</summary>
    public const string PeriodWithoutDay = "PE1213";

    /// <summary>An output cell of another type than the output's, or outside its values. Cure: correct the cell.</summary>
    public const string OutputValue = "PE1214";

    /// <summary>A condition that is not a boolean. Cure: write a comparison.</summary>
    public const string NotBoolean = "PE1215";

    /// <summary>Facts or results of a case, or a name in a property, that the document does not have. Cure: correct it.</summary>
    public const string UnknownOutput = "PE1216";

    /// <summary>A hit policy or combination that does not fit the outputs. Cure: change either.</summary>
    public const string HitPolicyMismatch = "PE1220";

    /// <summary>A list's column that is no field, or of a type that the match cannot use. Cure: correct the column.</summary>
    public const string BadColumn = "PE1230";

    /// <summary>An entry's value that its column could never match. Cure: correct it.</summary>
    public const string BadEntryValue = "PE1231";

    /// <summary>An effect that is not among the list's effects. Cure: use one of those listed.</summary>
    public const string UnknownEffect = "PE1232";

    /// <summary>A document that our own compiler failed on. Cure: report it to the operator with the message; write the
    /// document another way meanwhile.</summary>
    public const string Internal = "PE1299";
}
