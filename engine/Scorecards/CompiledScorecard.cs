using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;
using Policy.Engine.Indexing;

namespace Policy.Engine.Scorecards;

/// <summary>A scorecard that runs.</summary>
internal sealed class CompiledScorecard(
    ScorecardDocument document,
    Surroundings surroundings,
    ImmutableArray<Measure> measures,
    ImmutableArray<UnaryTests> grades,
    ImmutableArray<Expression> overrides)
    : CompiledExpressions(document, surroundings, TypeOf(document))
{
    private static readonly Shape OutputShape = new(["score", "grade", "points", "override"]);

    private readonly Shape _points = new(measures.Select(m => m.Id));
    private readonly Recent _recent = new();

    // The bins and the override alone say what is given.
    private readonly bool _closed = !grades.Any(g => g.ReadsNames);

    [SkipLocalsInit]
    public override Evaluation Evaluate(Frame frame, bool trace)
    {
        var items = trace ? ImmutableArray.CreateBuilder<TraceItem>() : null;
        var bins = new NumberBuffer(stackalloc int[32]);
        var score = document.Base;
        foreach (var measure in measures)
        {
            bins.Add(Bin(measure, frame, items));
            if (!Sum.TryAdd(score, measure.Earned(bins.All[^1]), out score)) frame.Fault(DiagnosticCode.SumOverflow, Messages.Overflow);
        }

        var overridden = Override(frame, items);
        bins.Add(overridden);
        var constant = _closed && !trace && !frame.HasFaults;
        var evaluation = constant ? _recent.Find(bins.All) : null;
        if (evaluation is null)
        {
            evaluation = Given(bins.All[..^1], overridden, score, frame, items);
            if (constant && !frame.HasFaults) _recent.Keep(bins.All, evaluation);
        }

        bins.Dispose();
        return evaluation;
    }

    /// <summary>What the bins and the override amount to.</summary>
    private Evaluation Given(ReadOnlySpan<int> bins, int overridden, decimal score, Frame frame, ImmutableArray<TraceItem>.Builder? items)
    {
        var matched = ImmutableArray.CreateBuilder<string>(bins.Length);
        var points = new Value[bins.Length];
        for (var i = 0; i < points.Length; i++)
        {
            if (bins[i] >= 0) matched.Add(measures[i].Id);
            points[i] = Value.Number(measures[i].Earned(bins[i]));
        }

        if (overridden >= 0)
        {
            matched.Clear();
            matched.Add(document.Overrides[overridden].Id);
        }

        frame.Current = null;
        var grade = overridden >= 0 ? Value.Text(document.Overrides[overridden].Grade) : Grade(score, frame);
        var outputs = Value.Object(new Context(OutputShape,
        [
            Value.Number(score),
            grade,
            Value.Object(new Context(_points, points)),
            overridden >= 0 ? Value.Text(document.Overrides[overridden].Id) : Value.Null,
        ]));
        return new Evaluation
        {
            Outputs = outputs,
            Matched = matched.DrainToImmutable(),
            Faults = frame.Faults,
            Trace = items is null ? null : new Trace(Source.Key, [new TracePass(null, items.ToImmutable(), outputs)]),
        };
    }

    /// <summary>The first bin that holds; -1 when none does.</summary>
    private static int Bin(Measure measure, Frame frame, ImmutableArray<TraceItem>.Builder? items)
    {
        frame.Current = measure.Id;
        var input = measure.Input.Evaluate(frame);
        var cells = items is null ? null : ImmutableArray.CreateBuilder<TraceCell>();
        var bin = -1;
        for (var i = 0; i < measure.Bins.Length && bin < 0; i++)
        {
            var holds = measure.Bins[i].Test(frame, input);
            cells?.Add(new TraceCell(measure.Input.Text, measure.Bins[i].Text, input, holds));
            if (holds is true) bin = i;
        }

        items?.Add(new TraceItem(measure.Id, true, bin >= 0, bin >= 0, cells!.ToImmutable()));
        return bin;
    }

    /// <summary>The first override whose condition is true; -1 when none is.</summary>
    private int Override(Frame frame, ImmutableArray<TraceItem>.Builder? items)
    {
        for (var i = 0; i < overrides.Length; i++)
        {
            frame.Current = document.Overrides[i].Id;
            var holds = Conditions.Holds(overrides[i], frame);
            items?.Add(new TraceItem(document.Overrides[i].Id, true, holds, holds,
                [new TraceCell("", overrides[i].Text, Value.Boolean(holds), holds)]));
            if (holds) return i;
        }

        return -1;
    }

    private Value Grade(decimal score, Frame frame)
    {
        var value = Value.Number(score);
        for (var i = 0; i < grades.Length; i++)
            if (grades[i].Test(frame, value) is true) return Value.Text(document.Grades[i].Grade);
        return frame.Fault(DiagnosticCode.NoGrade, Messages.NoGrade(score));
    }

    private static DataType TypeOf(ScorecardDocument document)
    {
        var points = document.Characteristics.Select(c => c.Id).ToImmutableArray();
        var grades = document.Grades.Select(g => g.Grade).Concat(document.Overrides.Select(o => o.Grade)).Distinct().ToImmutableArray();
        return new DataType(ValueKind.Object)
        {
            Shape = OutputShape,
            Members =
            [
                new DataType.Member("score", DataType.Number),
                new DataType.Member("grade", DataType.Text with { Values = grades }),
                new DataType.Member("points", new DataType(ValueKind.Object)
                {
                    Shape = new Shape(points),
                    Members = [.. points.Select(p => new DataType.Member(p, DataType.Number))],
                }),
                new DataType.Member("override", DataType.Text),
            ],
        };
    }
}
