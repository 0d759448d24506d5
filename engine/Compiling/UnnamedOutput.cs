using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Policy.Engine.Expressions;

namespace Policy.Engine.Compiling;

/// <summary>A table whose only output has no name: its result is the value, as in DMN, not an object of one
/// member.</summary>
internal sealed class UnnamedOutput : CompiledDocument
{
    private readonly CompiledDocument _table;

    private UnnamedOutput(CompiledDocument table)
        : base(table.Source, table.Facts, Type(table.Output)) => _table = table;

    public override ImmutableArray<Requirement> Requirements => _table.Requirements;

    public override bool ReadsSteps => _table.ReadsSteps;

    /// <summary>The table itself when its outputs have names.</summary>
    [return: NotNullIfNotNull(nameof(table))]
    public static CompiledDocument? Of(CompiledDocument? table) =>
        table?.Source is DecisionTableDocument { Outputs: [{ Name: "" }] } ? new UnnamedOutput(table) : table;

    public override Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace) => Bare(_table.Evaluate(facts, asOf, trace));

    public override Evaluation Evaluate(Frame frame, bool trace) => Bare(_table.Evaluate(frame, trace));

    private static Evaluation Bare(Evaluation evaluation) => evaluation with
    {
        Outputs = Bare(evaluation.Outputs),
        Trace = evaluation.Trace is { } trace
            ? trace with { Passes = [.. trace.Passes.Select(p => p with { Output = Bare(p.Output) })] }
            : null,
    };

    private static Value Bare(Value value) => value.Kind switch
    {
        ValueKind.Object => value.AsObject()[0],
        ValueKind.List => Value.List([.. value.AsList().ToArray().Select(Bare)]),
        _ => value,
    };

    private static DataType Type(DataType type) => type switch
    {
        { Kind: ValueKind.Object, Members: [var only] } => only.Type,
        { Kind: ValueKind.List, Items: { } items } => DataType.ListOf(Type(items)),
        _ => type,
    };
}
