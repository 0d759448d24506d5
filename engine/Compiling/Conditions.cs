using Policy.Engine.Expressions;

namespace Policy.Engine.Compiling;

/// <summary>Expressions that must be boolean.</summary>
internal static class Conditions
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static Expression? Compile(string text, Scope scope, Reporter at)
    {
        if (Feel.Compile(text, scope, at) is not { } condition) return null;
        if (!condition.Type.IsKnown || condition.Type.Kind == ValueKind.Boolean) return condition;
        at.Error(DiagnosticCode.NotBoolean, Messages.NotBoolean(condition.Type));
        return null;
    }

    /// <summary>True only for true. A value of another kind is a fault; null is not.</summary>
    public static bool Holds(Expression condition, Frame frame)
    {
        if (condition.Truth is { } truth) return truth(frame) == true;
        var value = condition.Evaluate(frame);
        if (value.IsNull || value.Kind == ValueKind.Boolean) return value.IsTrue;
        frame.Fault(DiagnosticCode.OutputFault, Messages.NotBoolean(new DataType(value.Kind)));
        return false;
    }
}
