namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>Facts are not one JSON object. Cure: send an object.</summary>
    public const string FactsNotObject = "PE1501";

    /// <summary>A member that the fact type does not have. Cure: remove it or correct its name.</summary>
    public const string UnknownField = "PE1502";

    /// <summary>A required field is absent. Cure: add it.</summary>
    public const string FactMissing = "PE1503";

    /// <summary>A value of another type than the field's. Cure: write it as the message says.</summary>
    public const string FactType = "PE1504";

    /// <summary>A text outside the field's values. Cure: use one of those listed.</summary>
    public const string FactValue = "PE1505";

    /// <summary>A number below the minimum or above the maximum. Cure: correct it.</summary>
    public const string FactRange = "PE1506";

    /// <summary>A text or list longer or shorter than allowed. Cure: shorten or complete it.</summary>
    public const string FactLength = "PE1507";

    /// <summary>A field that only the platform fills in. Cure: leave it out.</summary>
    public const string FactProvided = "PE1508";
}
