using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Tables;

/// <summary>Reads the value of an input expression: a plain field straight from its slot.</summary>
internal readonly struct InputReader
{
    private readonly Expression _expression;
    private readonly int _slot;
    private readonly bool _ofItem;

    public InputReader(Expression expression, FactType facts, ItemScope items)
    {
        (_expression, _slot) = (expression, -1);
        if (expression.Syntax is not Name { Text: var name }) return;
        _ofItem = items.IsEach && items.Type.Field(name) is not null;
        _slot = (_ofItem ? items.Type : facts).Shape.Slot(name);
    }

    /// <summary>The slot of a field of the facts; -1 for any other expression.</summary>
    public int FactSlot => _ofItem ? -1 : _slot;

    public string Text => _expression.Text;

    public Value Read(Frame frame) =>
        _slot < 0 ? _expression.Evaluate(frame) : _ofItem ? frame.Item![_slot] : frame.Facts[_slot];
}
