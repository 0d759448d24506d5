namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A value of the wrong type met while evaluating. Cure: test the type first, or mend the facts.</summary>
    public const string WrongType = "PE2001";

    /// <summary>A division by zero. Cure: test the divisor first.</summary>
    public const string DivisionByZero = "PE2002";

    /// <summary>A result outside the range of numbers, dates or durations. Cure: check the magnitudes.</summary>
    public const string Overflow = "PE2003";

    /// <summary>An argument that the function cannot take. Cure: the message says which are allowed.</summary>
    public const string InvalidArgument = "PE2004";

    /// <summary>A position that the list or text does not have. Cure: compare with <c>count</c> first.</summary>
    public const string IndexOutOfRange = "PE2005";

    /// <summary>Too much work for one evaluation. Cure: loop over fewer items.</summary>
    public const string TooManyIterations = "PE2006";

    /// <summary>A text result that is too long. Cure: build shorter texts.</summary>
    public const string TextTooLong = "PE2007";

    /// <summary>A list result that is too long. Cure: build shorter lists.</summary>
    public const string ListTooLong = "PE2008";
}
