namespace Policy.Engine.Expressions;

/// <summary>What one expression may be and one evaluation may cost.</summary>
internal static class Limits
{
    /// <summary>Characters of the text of an expression or cell.</summary>
    public const int ExpressionLength = 10_000;

    /// <summary>Levels of parentheses, brackets, calls and other nesting.</summary>
    public const int Nesting = 64;

    /// <summary>Height of the syntax tree: bounds the stack of everything that walks it, chains of operators
    /// included.</summary>
    public const int Height = 320;

    /// <summary>Iterations of <c>for</c>, <c>some</c>, <c>every</c>, filters and ranges in one evaluation.</summary>
    public const int Iterations = 100_000;

    /// <summary>What an iteration costs of <see cref="Work"/>; an item handled by a function or a character produced
    /// costs 1.</summary>
    public const int IterationCost = 100;

    /// <summary>Units of work in one evaluation.</summary>
    public const int Work = Iterations * IterationCost;

    /// <summary>UTF-16 units of a text result.</summary>
    public const int TextLength = 100_000;

    /// <summary>Items of a list result.</summary>
    public const int ListLength = 100_000;

    /// <summary>Values in a list or object, nested ones included: what is small in memory by sharing may be huge when
    /// written.</summary>
    public const int Weight = 1_000_000;

    /// <summary>Calls of functions within one another.</summary>
    public const int Calls = 64;

    /// <summary>What calling a document as a function costs of <see cref="Work"/>.</summary>
    public const int DocumentCallCost = 5_000;

    /// <summary>Characters of a regular expression.</summary>
    public const int PatternLength = 1_000;
}
