using System.Collections.Immutable;
using Policy.Engine.Expressions;

namespace Policy.Engine.Compiling;

/// <summary>A document in the form that runs: immutable and thread-safe.</summary>
internal abstract class CompiledDocument(Document source, FactType facts, DataType output)
{
    /// <summary>The document it was compiled from.</summary>
    public Document Source { get; } = source;

    /// <summary>The fact type it reads.</summary>
    public FactType Facts { get; } = facts;

    /// <summary>What is known of its outputs, for the expressions of later steps.</summary>
    public DataType Output { get; } = output;

    /// <summary>The decisions whose outputs it reads, by position.</summary>
    public virtual ImmutableArray<Requirement> Requirements => [];

    /// <summary>True when it also reads the earlier steps of a flow, whose outputs then follow the required decisions.</summary>
    public virtual bool ReadsSteps => false;

    /// <summary>True when its force keeps it from changing a live decision.</summary>
    public bool Shadow { get; } = source.IsShadow();

    /// <summary>Evaluates on the facts' context.</summary>
    /// <param name="facts">Values by the slots of <see cref="Facts"/>.</param>
    /// <param name="asOf">Day with which periods are compared; null when there is none.</param>
    /// <param name="trace">True to explain.</param>
    public abstract Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace);

    /// <summary>The same within a flow.</summary>
    /// <param name="frame">The facts, the day and the decisions that the document reads; nothing went wrong on it yet. Whoever
    /// has rented it gives it back.</param>
    /// <param name="trace">True to explain.</param>
    public virtual Evaluation Evaluate(Frame frame, bool trace) => Evaluate(frame.Facts, frame.AsOf, trace);
}

/// <summary>A compiled document whose expressions may read other decisions.</summary>
internal abstract class CompiledExpressions(Document source, Surroundings surroundings, DataType output)
    : CompiledDocument(source, surroundings.Facts, output)
{
    public sealed override ImmutableArray<Requirement> Requirements { get; } = surroundings.Requirements;

    public sealed override bool ReadsSteps { get; } = surroundings.ReadsSteps;

    /// <summary>Evaluates the required decisions first, on the same facts.</summary>
    public sealed override Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace)
    {
        if (Requirements.IsEmpty) return Evaluate(facts, Known.Nothing, asOf, trace);
        var decisions = new Value[Requirements.Length];
        var faults = ImmutableArray<Fault>.Empty;
        for (var i = 0; i < decisions.Length; i++)
        {
            var required = Requirements[i].Evaluate(facts, asOf, Source.Key);
            // In DMN a decision that went wrong is null for those that read it.
            decisions[i] = Source.Dialect == Dialect.Dmn ? required.Outputs : Decisions.OutputOf(required);
            faults = faults.AddRange(required.Faults);
        }

        return Decisions.Settled(Evaluate(facts, Known.Of(decisions), asOf, trace)).After(faults);
    }

    public abstract override Evaluation Evaluate(Frame frame, bool trace);

    /// <summary>The evaluation when the facts alone are enough to tell; null when it takes a frame.</summary>
    protected virtual Evaluation? AtOnce(Context facts, DateOnly? asOf) => null;

    private Evaluation Evaluate(Context facts, Known decisions, DateOnly? asOf, bool trace)
    {
        if (!trace && AtOnce(facts, asOf) is { } known) return known;
        var frame = Frame.Rent(facts, decisions, asOf, Source.Key);
        var evaluation = Evaluate(frame, trace);
        frame.Return();
        return evaluation;
    }
}
