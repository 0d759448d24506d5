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

    /// <summary>Evaluates on the facts' context.</summary>
    /// <param name="facts">Values by the slots of <see cref="Facts"/>.</param>
    /// <param name="asOf">Day with which periods are compared; null when there is none.</param>
    /// <param name="trace">True to explain.</param>
    public abstract Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace);
}
