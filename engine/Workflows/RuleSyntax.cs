using System.Collections.Immutable;

namespace Policy.Engine.Workflows;

/// <summary>The tree of a rule expression.</summary>
/// <param name="Span">Where it stands in the text.</param>
internal abstract record RuleSyntax(TextSpan Span);

/// <summary>A text, number, boolean or null.</summary>
internal sealed record LiteralSyntax(Value Value, TextSpan Span) : RuleSyntax(Span);

/// <summary>A name: <c>facts</c>, <c>input1</c>, a parameter, or the start of <c>Math.Abs</c>.</summary>
internal sealed record NameSyntax(string Name, TextSpan Span) : RuleSyntax(Span);

/// <summary><c>target.name</c>.</summary>
internal sealed record MemberSyntax(RuleSyntax Target, string Name, TextSpan Span) : RuleSyntax(Span);

/// <summary><c>list[place]</c>, the first item at 0.</summary>
internal sealed record ItemSyntax(RuleSyntax Target, RuleSyntax Place, TextSpan Span) : RuleSyntax(Span);

/// <summary><c>target.name(arguments)</c>, or <c>name(arguments)</c> without a target.</summary>
internal sealed record CallSyntax(
    RuleSyntax? Target,
    string Name,
    ImmutableArray<RuleSyntax> Arguments,
    TextSpan Span) : RuleSyntax(Span);

/// <summary><c>parameter =&gt; body</c>.</summary>
internal sealed record LambdaSyntax(string Parameter, RuleSyntax Body, TextSpan Span) : RuleSyntax(Span);

/// <summary><c>!x</c> or <c>-x</c>.</summary>
internal sealed record UnarySyntax(string Operator, RuleSyntax Operand, TextSpan Span) : RuleSyntax(Span);

/// <summary>Arithmetic, comparison, <c>??</c>; operators in one spelling each.</summary>
internal sealed record BinarySyntax(string Operator, RuleSyntax Left, RuleSyntax Right, TextSpan Span)
    : RuleSyntax(Span);

/// <summary>A chain of <c>&amp;&amp;</c> or of <c>||</c>, however long.</summary>
internal sealed record LogicalSyntax(string Operator, ImmutableArray<RuleSyntax> Operands, TextSpan Span)
    : RuleSyntax(Span);

/// <summary><c>test ? then : otherwise</c> and <c>iif(test, then, otherwise)</c>.</summary>
internal sealed record ConditionalSyntax(RuleSyntax Test, RuleSyntax Then, RuleSyntax Otherwise, TextSpan Span)
    : RuleSyntax(Span);

/// <summary><c>value in (items)</c> and <c>value not_in (items)</c>.</summary>
internal sealed record InSyntax(RuleSyntax Value, ImmutableArray<RuleSyntax> Items, bool Negated, TextSpan Span)
    : RuleSyntax(Span);
