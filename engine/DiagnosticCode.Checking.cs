namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A field's name that expressions could not use. Cure: a letter, then letters, digits or underscores, and
    /// no word of FEEL.</summary>
    public const string BadName = "PE1201";

    /// <summary>A member of a field that does not fit its type. Cure: remove it or change the type.</summary>
    public const string FieldShape = "PE1202";

    /// <summary>Fields nested too deeply. Cure: flatten them.</summary>
    public const string TooDeep = "PE1203";
}
