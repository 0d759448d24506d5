using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary><c>for</c>, <c>some</c> and <c>every</c>.</summary>
internal sealed partial class Binder
{
    private Code BindIteration(Iteration node)
    {
        var (inner, sources) = (this, new List<Loop>());
        foreach (var iterator in node.Iterators.Items.OfType<Iterator>())
        {
            var (loop, symbol) = inner.BindIterator(iterator);
            sources.Add(loop);
            inner = inner.With(symbol);
        }

        var body = inner.Bind(node.Body);
        var (loops, run) = (sources.ToArray(), body.Run);
        if (node.Kind == IterationKind.For)
            return new Code(DataType.ListOf(body.Type), frame => Loop.Collect(frame, loops, run));
        var decisive = node.Kind == IterationKind.Some;
        RequireBoolean(body, node.Body, "satisfies");
        return new Code(DataType.Boolean, frame => Loop.Decide(frame, loops, run, decisive));
    }

    private Binder With(params Symbol[] symbols) => new(new Scope(scope, symbols), session);

    private (Loop Loop, Symbol Symbol) BindIterator(Iterator node)
    {
        var (low, high) = (node.From, node.To);
        if (high is null && low is Interval { LowIncluded: true, HighIncluded: true } interval)
            (low, high) = (interval.Low, interval.High);
        var from = Bind(low);
        var to = high is null ? null : Bind(high);
        if (to is not null)
        {
            RequireNumber(from, low);
            RequireNumber(to, high!);
        }

        var item = to is not null ? DataType.Number : ItemOf(from.Type);
        var symbol = Local(node.Name, item, out var slot);
        return (new Loop(slot, from.Run, to?.Run), symbol);
    }

    private void RequireNumber(Code code, Node node)
    {
        if (code.Type.IsKnown && code.Type.Kind != ValueKind.Number)
            session.Error(DiagnosticCode.TypeMismatch, Messages.Operand("..", code.Type, DataType.Number), node.Span);
    }
}
