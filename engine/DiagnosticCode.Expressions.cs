namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>The text of an expression is too long. Cure: split it into columns, rows or steps.</summary>
    public const string ExpressionTooLong = "PE1101";

    /// <summary>An expression is nested too deeply. Cure: split it into columns, rows or steps.</summary>
    public const string ExpressionTooDeep = "PE1102";

    /// <summary>A character that FEEL does not know. Cure: remove it.</summary>
    public const string UnexpectedCharacter = "PE1103";

    /// <summary>Full-width or typographic punctuation. Cure: write the ASCII character that the message names.</summary>
    public const string FullWidthCharacter = "PE1104";

    /// <summary>A text without its closing quotation mark. Cure: close it.</summary>
    public const string UnterminatedText = "PE1105";

    /// <summary>An escape that FEEL does not know. Cure: double the backslash.</summary>
    public const string InvalidEscape = "PE1106";

    /// <summary>A number that cannot be read exactly. Cure: plain decimal digits, at most 28.</summary>
    public const string InvalidNumber = "PE1107";

    /// <summary>A date, instant or duration that cannot be read. Cure: ISO 8601.</summary>
    public const string InvalidTemporal = "PE1108";

    /// <summary>Something else was expected here. Cure: the message says what.</summary>
    public const string UnexpectedSyntax = "PE1109";

    /// <summary>An operator of another language. Cure: the FEEL operator that the message names.</summary>
    public const string ForeignOperator = "PE1110";

    /// <summary>A name that is not in scope. Cure: one of the names that are.</summary>
    public const string UnknownName = "PE1120";

    /// <summary>A member that the value does not have. Cure: one of its members.</summary>
    public const string UnknownMember = "PE1121";

    /// <summary>A function that does not exist. Cure: one that does.</summary>
    public const string UnknownFunction = "PE1122";

    /// <summary>A function called with too few or too many arguments. Cure: the signature in the message.</summary>
    public const string WrongArgumentCount = "PE1123";

    /// <summary>A named argument that is unknown, given twice or mixed with others. Cure: the names in the message.</summary>
    public const string WrongArgumentName = "PE1124";

    /// <summary>Operands whose types do not fit. Cure: compare and combine values of the same type.</summary>
    public const string TypeMismatch = "PE1125";

    /// <summary>A text outside the allowed values. Cure: one of the allowed values.</summary>
    public const string ValueNotAllowed = "PE1126";

    /// <summary><c>?</c> outside a cell. Cure: name the field.</summary>
    public const string InputOutsideCell = "PE1127";

    /// <summary>A regular expression that cannot be used. Cure: no look-around, no back references.</summary>
    public const string InvalidPattern = "PE1129";

    /// <summary>A key given twice in a context. Cure: remove one.</summary>
    public const string RepeatedKey = "PE1130";

    /// <summary>A type name that does not exist. Cure: one that does.</summary>
    public const string UnknownType = "PE1131";

    /// <summary>A constant expression that always goes wrong, for example a division by zero. Cure: mend it.</summary>
    public const string ConstantFault = "PE1132";

    /// <summary>An interval that no value can lie in (a warning). Cure: swap its ends.</summary>
    public const string EmptyInterval = "PE1133";

    /// <summary>A function that is written in another language. Cure: write its body in FEEL.</summary>
    public const string ExternalFunction = "PE1134";

    /// <summary>A function that reads the clock. Cure: an instant of the facts.</summary>
    public const string ImpureFunction = "PE1135";
}
