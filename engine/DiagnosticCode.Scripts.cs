namespace Policy.Engine;

public static partial class DiagnosticCode
{
    /// <summary>A script that is not JavaScript. Cure: mend it at the span.</summary>
    public const string ScriptSyntax = "PE1401";

    /// <summary>A construct outside the language of scripts. Cure: see the message.</summary>
    public const string ScriptConstruct = "PE1402";

    /// <summary>A name that the script does not declare and the platform does not offer. Cure: declare it.</summary>
    public const string ScriptName = "PE1403";

    /// <summary>A script that is not <c>function decide(facts)</c> with helpers. Cure: see the message.</summary>
    public const string ScriptShape = "PE1404";

    /// <summary>Something that would keep state from one parcel to the next. Cure: keep it inside
    /// <c>decide</c>.</summary>
    public const string ScriptState = "PE1405";

    /// <summary>A script beyond a limit. Cure: make it smaller.</summary>
    public const string ScriptLimit = "PE1406";

    /// <summary>Fault: the script threw, or an operation of it failed. Cure: correct the script by the message.</summary>
    public const string ScriptFailed = "PE2401";

    /// <summary>Fault: the script ran longer than allowed. Cure: bound its loops.</summary>
    public const string ScriptTooLong = "PE2402";

    /// <summary>Fault: the script used more memory, or a larger list or text, than allowed. Cure: collect less at
    /// once.</summary>
    public const string ScriptTooLarge = "PE2403";

    /// <summary>Fault: the script's functions called one another deeper than allowed. Cure: use a loop in place of
    /// recursion.</summary>
    public const string ScriptTooDeep = "PE2404";

    /// <summary>Fault: the result is not what the document declares. Cure: return the declared outputs in the
    /// declared types.</summary>
    public const string ScriptResult = "PE2405";
}
