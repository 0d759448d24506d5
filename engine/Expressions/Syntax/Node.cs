using System.Collections.Immutable;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>A node of the syntax tree. Nodes are equal when they say the same, wherever they stand.</summary>
/// <param name="Height">Longest way down to a leaf; bounds the stack of everything that walks the tree.</param>
internal abstract record Node(int Height)
{
    /// <summary>Where the node stands in the text.</summary>
    public TextSpan Span { get; init; }

    public virtual bool Equals(Node? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    protected static int Over(params ReadOnlySpan<Node?> children)
    {
        var height = 0;
        foreach (var child in children) height = Math.Max(height, child?.Height ?? 0);
        return height + 1;
    }
}

/// <summary>Nodes in order, equal when the nodes are.</summary>
internal readonly struct Nodes(ImmutableArray<Node> items) : IEquatable<Nodes>
{
    public ImmutableArray<Node> Items => items.IsDefault ? [] : items;

    public static implicit operator Nodes(ImmutableArray<Node> items) => new(items);

    public bool Equals(Nodes other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => obj is Nodes other && Equals(other);

    public override int GetHashCode() => Items.Length;
}

internal enum Operator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A number, text, boolean, null or temporal literal.</summary>
internal sealed record Literal(Value Value) : Node(1);

/// <summary>What could not be read, in models of DMN.</summary>
internal sealed record Broken(string Code, LocalizedText Message) : Node(1);

internal sealed record Name(string Text) : Node(1);

/// <summary><c>?</c>: the value a cell tests.</summary>
internal sealed record InputValue() : Node(1);

/// <summary><c>source.name</c>.</summary>
internal sealed record Member(Node Source, string Text) : Node(Over(Source))
{
    public TextSpan NameSpan => new(Span.Start + Span.Length - Text.Length, Text.Length);
}

/// <summary><c>source[condition]</c> or <c>source[position]</c>.</summary>
internal sealed record Filter(Node Source, Node Condition) : Node(Over(Source, Condition));

internal sealed record Negation(Node Operand) : Node(Over(Operand));

/// <summary>Arithmetic and comparison.</summary>
internal sealed record Binary(Operator Operator, Node Left, Node Right) : Node(Over(Left, Right));

/// <summary><c>and</c> (all) or <c>or</c> (any) of two or more operands.</summary>
internal sealed record Junction(bool All, Nodes Operands) : Node(Over(Operands.Items.AsSpan()));

internal sealed record Between(Node Operand, Node Low, Node High) : Node(Over(Operand, Low, High));

/// <summary><c>operand in test</c> or <c>operand in (test, test)</c>.</summary>
internal sealed record In(Node Operand, Nodes Tests) : Node(Math.Max(Over(Operand), Over(Tests.Items.AsSpan())));

internal sealed record Conditional(Node If, Node Then, Node Else) : Node(Over(If, Then, Else));

/// <summary>One variable of an iteration; with <paramref name="To"/> it runs over the whole numbers between.</summary>
internal sealed record Iterator(string Name, Node From, Node? To) : Node(Over(From, To));

internal enum IterationKind
{
    For,
    Some,
    Every,
}

/// <summary><c>for … return</c>, <c>some … satisfies</c>, <c>every … satisfies</c>.</summary>
internal sealed record Iteration(IterationKind Kind, Nodes Iterators, Node Body)
    : Node(Math.Max(Over(Iterators.Items.AsSpan()), Over(Body)));

/// <summary>A call; <c>not(…)</c> too.</summary>
internal sealed record Invocation(string Function, Nodes Arguments) : Node(Over(Arguments.Items.AsSpan()))
{
    /// <summary>Where the function's name stands.</summary>
    public TextSpan NameSpan { get; init; }

    public bool Equals(Invocation? other) =>
        base.Equals(other) && Function == other.Function && Arguments.Equals(other.Arguments);

    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>A named argument.</summary>
internal sealed record NamedArgument(string Name, Node Value) : Node(Over(Value));

/// <summary>A call of what an expression gives: <c>f(1)(2)</c>.</summary>
internal sealed record Call(Node Function, Nodes Arguments)
    : Node(Math.Max(Over(Function), Over(Arguments.Items.AsSpan())));

/// <summary><c>function(x, y: number) body</c>; the body of an external one describes it.</summary>
internal sealed record FunctionLiteral(Nodes Parameters, Node Body, bool External = false) : Node(Over(Body));

/// <summary>A parameter of a function, with its type or null.</summary>
internal sealed record FormalParameter(string Name, TypeName? Type) : Node(Over(Type));

internal sealed record InstanceOf(Node Operand, TypeName Type) : Node(Over(Operand, Type));

/// <summary>A type: <c>number</c>, <c>list&lt;number&gt;</c>, <c>context&lt;a: number&gt;</c>,
/// <c>function&lt;number&gt; -&gt; number</c>.</summary>
internal sealed record TypeName(string Text, Nodes Arguments) : Node(Over(Arguments.Items.AsSpan()))
{
    /// <summary>True when the arguments are the members of a context, and formal parameters therefore.</summary>
    public bool IsStructured { get; init; }

    /// <summary>True with angle brackets, even empty ones.</summary>
    public bool IsParametric { get; init; }

    /// <summary>Of a function; null: not given.</summary>
    public TypeName? Result { get; init; }
}

internal sealed record ListLiteral(Nodes Items) : Node(Over(Items.Items.AsSpan()));

internal sealed record ContextLiteral(Nodes Entries) : Node(Over(Entries.Items.AsSpan()));

/// <summary>One entry of a context.</summary>
internal sealed record Entry(string Key, Node Value) : Node(Over(Value));

/// <summary><c>[low..high]</c> with open or closed ends: a test, or a range.</summary>
internal sealed record Interval(Node Low, bool LowIncluded, Node High, bool HighIncluded) : Node(Over(Low, High));

/// <summary>A comparison of the tested value with an operand: <c>&lt; 5</c>; in parentheses a range.</summary>
internal sealed record Comparison(Operator Operator, Node Operand) : Node(Over(Operand));

/// <summary>A cell: any of the tests, or with <paramref name="Negated"/> none of them. No test at all stands for
/// any.</summary>
internal sealed record Tests(bool Negated, Nodes Items) : Node(Over(Items.Items.AsSpan()));
