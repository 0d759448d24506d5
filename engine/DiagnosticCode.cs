namespace Policy.Engine;

/// <summary>The stable codes of diagnostics and faults. Codes are never reused.</summary>
public static partial class DiagnosticCode
{
}
