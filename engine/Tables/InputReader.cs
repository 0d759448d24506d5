using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Tables;

/// <summary>Reads the value of an input expression.</summary>
internal readonly struct InputReader
{
    private readonly Expression _expression;

    /// <param name="expression">The input expression.</param>
    /// <param name="facts">The fact type.</param>
    /// <param name="items">What the table runs over.</param>
    /// <param name="conditional">True when there are cells that rows must evaluate.</param>
    public InputReader(Expression expression, FactType facts, ItemScope items, bool conditional)
    {
        _expression = expression;
        if (!conditional && expression.Place is { IsSafe: true } place) Place = place;
        if (expression.Syntax is not Name { Text: var name } || (items.IsEach && items.Type.Field(name) is not null)) FactSlot = -1;
        else FactSlot = facts.Shape.Slot(name);
    }

    /// <summary>The slot of a field of the facts; -1 for any other expression.</summary>
    public int FactSlot { get; }

    /// <summary>Where the value lies and is read when a row asks for it; null when it is read beforehand.</summary>
    public Place? Place { get; }

    public string Text => _expression.Text;

    public Value Read(Frame frame) => _expression.Read(frame);
}
