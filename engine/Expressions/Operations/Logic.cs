namespace Policy.Engine.Expressions.Operations;

/// <summary>Three-valued logic: true, false, and null for what is not known.</summary>
internal static class Logic
{
    public static Value Of(bool? truth) => truth is { } known ? Value.Boolean(known) : Value.Null;

    /// <summary>The truth of a value; a value that is neither boolean nor null is a fault.</summary>
    public static bool? Truth(Frame frame, in Value value, string op)
    {
        if (value.Kind == ValueKind.Boolean) return value.AsBoolean();
        if (!value.IsNull) frame.Fault(DiagnosticCode.WrongType, Messages.WrongType(op, value, "布尔值", "a boolean"));
        return null;
    }
}
