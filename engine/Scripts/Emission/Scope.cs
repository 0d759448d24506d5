using System.Collections.Immutable;
using System.Linq.Expressions;
using Acornima.Ast;

namespace Policy.Engine.Scripts.Emission;

/// <summary>A variable of a function.</summary>
/// <param name="Declaration">Its identifier where it is declared.</param>
/// <param name="Code">The variable of the emitted code.</param>
/// <param name="Type">What is known of it.</param>
/// <param name="Function">The function with a method of its own that it belongs to.</param>
internal sealed record Slot(Node Declaration, ParameterExpression Code, ScriptType Type, Frame Function)
{
    /// <summary>Where the declaration ends: before, the variable cannot be used.</summary>
    public int From { get; init; }

    /// <summary>How it is declared.</summary>
    public Binding Binding { get; init; }
}

/// <summary>How a variable is declared.</summary>
internal enum Binding
{
    /// <summary>It may be assigned.</summary>
    Variable,

    /// <summary>It may not be assigned.</summary>
    Constant,

    /// <summary>In the head of a <c>for</c> loop, where closures would see a copy per round.</summary>
    LoopHead,
}

/// <summary>A function that is being emitted; callbacks that are emitted in line have a frame of their own.</summary>
/// <param name="Function">The function; what is known of its result is known by it.</param>
/// <param name="Return">Where <c>return</c> goes.</param>
/// <param name="Type">What is known of its result.</param>
/// <param name="Body">The frame whose code this is part of: itself, or for a callback in line that around it.</param>
internal sealed record Frame(Node Function, LabelTarget Return, ScriptType Type, Frame? Body)
{
    /// <summary>The frame that has a .NET method of its own.</summary>
    public Frame Method => Body?.Method ?? this;

    /// <summary>True for <c>decide</c>, whose results are the outputs.</summary>
    public bool Decides { get; init; }
}

/// <summary>The names and the variables of a block.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    public Scope? Outer { get; } = outer;

    /// <summary>Variables to declare with the block's code.</summary>
    public List<ParameterExpression> Variables { get; } = [];

    public void Add(string name, Slot slot) => _slots.Add(name, slot);

    public bool Has(string name) => _slots.ContainsKey(name);

    public Slot? Find(string name) => _slots.GetValueOrDefault(name) ?? Outer?.Find(name);
}

/// <summary>Where <c>break</c> and <c>continue</c> go; <c>continue</c> is null in a switch outside of loops.</summary>
internal sealed record Jumps(LabelTarget Break, LabelTarget? Continue);

/// <summary>A function of the top level: called directly, its parameters typed by all its calls.</summary>
internal sealed record TopFunction(string Name, IFunction Function, ImmutableArray<ScriptType> Parameters, ScriptType Result)
{
    /// <summary>A strong box of the delegate, filled once everything is compiled.</summary>
    public required System.Linq.Expressions.Expression Target { get; init; }
}
