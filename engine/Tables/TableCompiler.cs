using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Tables;

/// <summary>Checks a decision table cell by cell and compiles it.</summary>
internal static class TableCompiler
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledTable? Compile(DecisionTableDocument document, Surroundings surroundings, Reporter reporter)
    {
        var columns = document.Outputs.Select(o => new OutputColumn(o)).ToImmutableArray();
        CheckOutputs(document, reporter);
        if (surroundings.Items(document.ForEach, reporter) is not { } items) return null;

        var inputs = ImmutableArray.CreateBuilder<Expression?>(document.Inputs.Length);
        foreach (var input in document.Inputs)
            inputs.Add(Feel.Compile(input.Expression, items.Scope, reporter.At("inputs").At(inputs.Count).At("expression")));

        var defaults = ImmutableArray.CreateBuilder<Expression?>(columns.Length);
        foreach (var output in document.Outputs)
        {
            var at = reporter.At("outputs").At(defaults.Count).At("default");
            defaults.Add(output.Default is { } text ? columns[defaults.Count].Compile(text, items.Scope, at) : null);
        }

        var compiler = new RowCompiler(document, inputs.ToImmutable(), columns, items.Scope, reporter);
        compiler.Read(surroundings);
        if (reporter.HasErrors) return null;

        var shape = new Shape(columns.Select(c => c.Name));
        var parts = new TableParts(inputs.ToImmutable()!, columns, defaults.ToImmutable(), compiler.Lines(shape, items.IsEach), shape);
        return new CompiledTable(document, surroundings, items, parts, compiler.Index());
    }

    private static void CheckOutputs(DecisionTableDocument document, Reporter reporter)
    {
        var at = reporter.At("outputs");
        if (document.Outputs.IsEmpty) at.Error(DiagnosticCode.Missing, Messages.NoOutputs);
        for (var i = 0; i < document.Outputs.Length; i++)
        {
            OutputColumn.Check(document.Outputs[i], document.Dialect, at.At(i));
            CheckCombine(document, document.Outputs[i], at.At(i));
        }

        CheckHitPolicy(document, reporter);
    }

    private static void CheckHitPolicy(DecisionTableDocument document, Reporter reporter)
    {
        var at = reporter.At("hitPolicy");
        switch (document.HitPolicy)
        {
            case HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax when document.Outputs is not [{ Type: FieldType.Number }]:
                at.Error(DiagnosticCode.HitPolicyMismatch, Messages.OneNumber);
                break;
            case HitPolicy.CollectCount:
                for (var i = 0; i < document.Outputs.Length; i++)
                    if (document.Outputs[i].Default is not null)
                        reporter.At("outputs").At(i).At("default").Error(DiagnosticCode.HitPolicyMismatch, Messages.CountWithoutDefault);
                break;
            case HitPolicy.Priority or HitPolicy.OutputOrder when document.Outputs.All(o => o.Values.IsEmpty):
                at.Error(DiagnosticCode.HitPolicyMismatch, Messages.NeedsValues);
                break;
        }
    }

    private static void CheckCombine(DecisionTableDocument document, TableOutput output, Reporter at)
    {
        if (output.Combine == Combine.Collect) return;
        at = at.At("combine");
        var aggregated = IsAggregation(document.HitPolicy);
        if (document.ForEach is null) at.Error(DiagnosticCode.HitPolicyMismatch, Messages.CombineWithoutForEach);
        else if (!IsSingleHit(document.HitPolicy) && !(aggregated && document.Outputs.Length == 1))
            at.Error(DiagnosticCode.HitPolicyMismatch, Messages.CombineManyHits);
        else if (!Fits(output.Combine, aggregated ? FieldType.Number : output.Type, output.Values))
            at.Error(DiagnosticCode.HitPolicyMismatch, Messages.CombineType(output.Combine));
    }

    private static bool Fits(Combine combine, FieldType type, ImmutableArray<string> values) => combine switch
    {
        Combine.Worst => type == FieldType.Text && !values.IsEmpty,
        Combine.All or Combine.Any => type == FieldType.Boolean,
        _ => type == FieldType.Number,
    };

    public static bool IsSingleHit(HitPolicy policy) =>
        policy is HitPolicy.Unique or HitPolicy.Any or HitPolicy.Priority or HitPolicy.First;

    public static bool IsAggregation(HitPolicy policy) =>
        policy is HitPolicy.CollectSum or HitPolicy.CollectMin or HitPolicy.CollectMax or HitPolicy.CollectCount;
}

/// <summary>The compiled parts of a table.</summary>
/// <param name="Inputs">The input expressions.</param>
/// <param name="Outputs">The output columns.</param>
/// <param name="Defaults">By output: its default; null when it has none.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Shape">The form of the outputs of a row.</param>
internal sealed record TableParts(
    ImmutableArray<Expression> Inputs,
    ImmutableArray<OutputColumn> Outputs,
    ImmutableArray<Expression?> Defaults,
    ImmutableArray<TableLine> Rows,
    Shape Shape);

/// <summary>A compiled row.</summary>
internal sealed record TableLine(string Id, Period Period, ImmutableArray<InputCell> When, ImmutableArray<Expression> Then)
{
    /// <summary>Inputs whose cells are no sets of values and are tested last, in order; empty for most rows.</summary>
    public ImmutableArray<int> Conditions { get; init; } = [];

    /// <summary>The row's id alone, as what decided.</summary>
    public ImmutableArray<string> Ids { get; } = [Id];

    /// <summary>The outputs when they depend on nothing; null when they must be evaluated.</summary>
    public Context? Outputs { get; init; }

    /// <summary>The whole evaluation when this row alone decides and its outputs depend on nothing; else null.</summary>
    public Evaluation? Evaluation { get; init; }
}
