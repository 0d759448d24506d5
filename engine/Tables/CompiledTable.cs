using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>A decision table that runs row by row.</summary>
internal sealed class CompiledTable(DecisionTableDocument document, Surroundings surroundings, ItemScope items, TableParts parts)
    : CompiledExpressions(document, surroundings, TableOutputs.TypeOf(document, parts.Outputs, items.IsEach))
{
    private readonly HitSelection _selection = new(document.HitPolicy, parts);
    private readonly LineCombination? _combination = items.IsEach ? LineCombination.Of(document.HitPolicy, parts.Outputs) : null;

    public override Evaluation Evaluate(Context facts, Value[] decisions, DateOnly? asOf, bool trace)
    {
        var frame = new Frame { Facts = facts, Steps = decisions, AsOf = asOf, Document = Source.Key };
        var run = new TableRun(parts, _selection, frame, trace);
        var outputs = items.IsEach ? EachLine(facts[items.Slot], frame, run) : run.Pass(null);
        return new Evaluation
        {
            Outputs = outputs,
            Matched = run.Matched,
            Faults = frame.Faults,
            Trace = run.Trace(Source.Key),
        };
    }

    private Value EachLine(Value list, Frame frame, TableRun run)
    {
        var lines = list.IsNull ? [] : list.AsList();
        var results = new Value[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            frame.Item = lines[i].AsObject();
            results[i] = run.Pass(i + 1);
        }

        frame.Current = null;
        return _combination is null ? Value.List([.. results]) : _combination.Of(results, frame);
    }
}
