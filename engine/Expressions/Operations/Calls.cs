namespace Policy.Engine.Expressions.Operations;

/// <summary>Calls of functions that are values.</summary>
internal static class Calls
{
    /// <summary>Calls with named arguments; a parameter without one is null.</summary>
    public static Value ByName(Frame frame, Function function, string[] names, Value[] values)
    {
        var arguments = new Value[function.Parameters.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var at = IndexOf(function, names[i]);
            if (at < 0 || Array.IndexOf(names, names[i]) < i)
                return frame.Fault(DiagnosticCode.InvalidArgument, Messages.ArgumentName(names[i], function.Signature));
            arguments[at] = values[i];
        }

        return names.Length < arguments.Length
            ? frame.Fault(DiagnosticCode.InvalidArgument, Messages.CallCount(function.Signature, names.Length))
            : function.Call(frame, arguments);
    }

    private static int IndexOf(Function function, string name)
    {
        for (var i = 0; i < function.Parameters.Length; i++)
            if (function.Parameters[i].Name == name) return i;
        return -1;
    }
}
