using Policy.Engine.Compiling;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Binding;

/// <summary>What the binding of one text shares: findings, local variables, and the cell's input.</summary>
internal sealed class Session(string text, DataType? input, Dialect dialect, Reporter reporter)
{
    /// <summary>How the text is read.</summary>
    public Dialect Dialect => dialect;

    /// <summary>True when wrong types are found while evaluating only.</summary>
    public bool IsLenient => dialect == Dialect.Dmn;

    /// <summary>Type of <c>?</c>; null outside cells.</summary>
    public DataType? Input { get; } = input;

    /// <summary>Number of local variables so far.</summary>
    public int Locals { get; private set; }

    /// <summary>True once <c>?</c> was met; reset by who asks.</summary>
    public bool UsesInput { get; set; }

    /// <summary>True once a name was met: the result depends on more than <c>?</c>.</summary>
    public bool ReadsNames { get; set; }

    /// <summary>True once <c>partial</c> was met; reset by who asks.</summary>
    public bool UsesPartial { get; set; }

    /// <summary>True when an error was reported.</summary>
    public bool Failed { get; private set; }

    public int Local() => Locals++;

    public string Text(TextSpan span) => Texts.Cut(text.Substring(span.Start, span.Length), 60);

    /// <summary>Reports an error; in models of DMN a warning, and what is wrong becomes a fault when evaluated.</summary>
    public Code Error(string code, LocalizedText message, TextSpan span)
    {
        if (IsLenient)
        {
            reporter.Warning(code, message, span);
            return new Code(DataType.Any, frame => frame.Fault(code, message));
        }

        Failed = true;
        reporter.Error(code, message, span);
        return Code.Failed;
    }

    public void Warning(string code, LocalizedText message, TextSpan span) => reporter.Warning(code, message, span);
}
