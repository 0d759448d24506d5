namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>More findings than are listed. Cure: mend those listed first.</summary>
    public const string TooManyFindings = "PE1000";

    /// <summary>The text is not JSON. Cure: mend the JSON at the position given.</summary>
    public const string MalformedJson = "PE1001";

    /// <summary>A property the kind does not know. Cure: remove it or correct its name.</summary>
    public const string UnknownProperty = "PE1002";

    /// <summary>A property that must be there is missing. Cure: add it.</summary>
    public const string Missing = "PE1003";

    /// <summary>A value of the wrong JSON type. Cure: write it as the message says.</summary>
    public const string Mistyped = "PE1004";

    /// <summary>The same property twice in one object. Cure: remove one.</summary>
    public const string RepeatedProperty = "PE1005";

    /// <summary>A kind of document that does not exist. Cure: use one of the kinds listed.</summary>
    public const string UnknownKind = "PE1006";

    /// <summary>A word that is not among those allowed here. Cure: use one of those listed.</summary>
    public const string UnknownChoice = "PE1007";

    /// <summary>A key that is not kebab-case or longer than 64 characters. Cure: lower-case letters, digits and single
    /// hyphens.</summary>
    public const string BadKey = "PE1008";

    /// <summary>An id used twice. Cure: give each item its own id.</summary>
    public const string DuplicateId = "PE1009";

    /// <summary>A row or entry with more or fewer cells than columns. Cure: one cell per column.</summary>
    public const string CellCount = "PE1010";

    /// <summary>A day that is not <c>yyyy-MM-dd</c>. Cure: write an ISO 8601 day.</summary>
    public const string BadDate = "PE1011";

    /// <summary>A text longer than allowed. Cure: shorten it.</summary>
    public const string TooLong = "PE1012";

    /// <summary>More bytes than may be sent. Cure: split it.</summary>
    public const string TooLarge = "PE1013";

    /// <summary>A text with a lone surrogate or the character U+0000. Cure: remove it.</summary>
    public const string InvalidText = "PE1014";

    /// <summary>A period whose end is not after its start. Cure: correct one of the days; the end is exclusive.</summary>
    public const string EmptyPeriod = "PE1015";

    /// <summary>A script with both a source and a source file, or whose source file cannot be found. Cure: keep one.</summary>
    public const string SourceFile = "PE1016";
}
