using Policy.Engine.Expressions.Operations;
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

        if (node.Kind == IterationKind.For) return BindFor(node, inner, [.. sources]);
        var body = inner.Bind(node.Body);
        var (loops, holds) = (sources.ToArray(), TruthOf(body, "satisfies"));
        var decisive = node.Kind == IterationKind.Some;
        RequireBoolean(body, node.Body, "satisfies");
        bool? Truth(Frame frame) => Loop.Decide(frame, loops, holds, decisive);
        return new Code(DataType.Boolean, frame => Logic.Of(Truth(frame))) { Truth = Truth };
    }

    /// <summary><c>for</c>: its body may read the results so far as <c>partial</c>.</summary>
    private Code BindFor(Iteration node, Binder inner, Loop[] loops)
    {
        var partial = Local(Loop.Partial, DataType.List, out var slot);
        var before = session.UsesPartial;
        session.UsesPartial = false;
        var body = inner.With(partial).Bind(node.Body);
        var asks = session.UsesPartial;
        session.UsesPartial = before;
        var (run, at) = (body.Run, asks ? slot : -1);
        return new Code(DataType.ListOf(body.Type), frame => Loop.Collect(frame, loops, run, at))
        {
            Push = body.Type.Kind == ValueKind.Number && !session.IsLenient ? frame => Loop.Push(frame, loops, run, at) : null,
        };
    }

    private Binder With(params Symbol[] symbols) => new(new Scope(scope, symbols), session);

    private (Loop Loop, Symbol Symbol) BindIterator(Iterator node)
    {
        var (low, high) = (node.From, node.To);
        if (!session.IsLenient && high is null && low is Interval { LowIncluded: true, HighIncluded: true } interval)
            (low, high) = (interval.Low, interval.High);
        var from = Bind(low);
        var to = high is null ? null : Bind(high);
        if (to is not null && !session.IsLenient && !(IsSteps(from.Type) && Fits(from.Type, to.Type)))
            session.Error(DiagnosticCode.TypeMismatch, Messages.Operands("..", from.Type, to.Type), node.Span);

        var item = to is null ? Known(ItemOf(from.Type)) : from.Type;
        var symbol = Local(node.Name, item, out var slot);
        return (new Loop(slot, from.Run, to?.Run), symbol);
    }

    private static bool IsSteps(DataType type) => !type.IsKnown || type.Kind is ValueKind.Number or ValueKind.Date;
}
