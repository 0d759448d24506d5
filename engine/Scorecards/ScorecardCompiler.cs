using System.Collections.Immutable;
using Policy.Engine.Compiling;
using Policy.Engine.Expressions;

namespace Policy.Engine.Scorecards;

/// <summary>Checks a scorecard and compiles it.</summary>
internal static class ScorecardCompiler
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledScorecard? Compile(ScorecardDocument document, Surroundings surroundings, Reporter reporter)
    {
        var scope = surroundings.Scope;
        if (document.Grades.IsEmpty) reporter.At("grades").Error(DiagnosticCode.Missing, Messages.NoGrades);

        var characteristics = ImmutableArray.CreateBuilder<Measure>(document.Characteristics.Length);
        foreach (var characteristic in document.Characteristics)
        {
            var at = reporter.At("characteristics").At(characteristics.Count);
            var input = Feel.Compile(characteristic.Input, scope, at.At("input"));
            var bins = ImmutableArray.CreateBuilder<UnaryTests?>(characteristic.Bins.Length);
            foreach (var bin in characteristic.Bins)
                bins.Add(Feel.CompileTests(bin.When, input?.Type ?? DataType.Any, scope, at.At("bins").At(bins.Count).At("when")));
            characteristics.Add(new Measure(characteristic.Id, input!, bins.MoveToImmutable()!, [.. characteristic.Bins.Select(b => b.Points)]));
        }

        var grades = ImmutableArray.CreateBuilder<UnaryTests?>(document.Grades.Length);
        foreach (var band in document.Grades)
            grades.Add(Feel.CompileTests(band.When, DataType.Number, scope, reporter.At("grades").At(grades.Count).At("when")));

        var overrides = ImmutableArray.CreateBuilder<Expression?>(document.Overrides.Length);
        foreach (var item in document.Overrides)
            overrides.Add(Conditions.Compile(item.When, scope, reporter.At("overrides").At(overrides.Count).At("when")));

        if (reporter.HasErrors) return null;
        return new CompiledScorecard(document, surroundings, characteristics.MoveToImmutable(), grades.MoveToImmutable()!, overrides.MoveToImmutable()!);
    }
}

/// <summary>A compiled characteristic.</summary>
internal sealed record Measure(string Id, Expression Input, ImmutableArray<UnaryTests> Bins, ImmutableArray<decimal> Points)
{
    /// <summary>The points of a bin; 0 for none, which is -1.</summary>
    public decimal Earned(int bin) => bin < 0 ? 0 : Points[bin];
}
