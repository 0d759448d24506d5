using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Policy.Engine.Expressions;

/// <summary>A function as a value: written in an expression, or a document that others call.</summary>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="Body">Evaluates it; the frame is the caller's, which gets the faults and pays for the work.</param>
internal sealed record Function(ImmutableArray<FunctionParameter> Parameters, Func<Frame, Value[], Value> Body)
{
    /// <summary>The type of the result; null: not known.</summary>
    public FeelType? Result { get; init; }

    public string Signature => $"function({string.Join(", ", Parameters.Select(p => p.Name))})";

    public bool Equals(Function? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Calls it with as many arguments as it has parameters; an argument of another type is a fault, and the
    /// result null.</summary>
    public Value Call(Frame frame, ReadOnlySpan<Value> arguments)
    {
        if (arguments.Length != Parameters.Length)
            return frame.Fault(DiagnosticCode.InvalidArgument, Messages.CallCount(Signature, arguments.Length));
        if (!frame.Spend(Limits.IterationCost)) return Value.Null;
        if (frame.Depth >= Limits.Calls || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return frame.Fault(DiagnosticCode.TooManyIterations, Messages.TooManyCalls());
        var values = new Value[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Parameters[i].Type.Conform(frame, arguments[i], Parameters[i].Name);
            if (values[i].IsNull && !arguments[i].IsNull) return Value.Null;
        }

        return Body(frame, values);
    }
}

/// <summary>A parameter of a function.</summary>
internal readonly record struct FunctionParameter(string Name, FeelType Type);
