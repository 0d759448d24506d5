using Policy.Engine;

namespace Policy.Rules.Decisions;

/// <summary>Adds what the platform knows to a submitted declaration: pure.</summary>
public static class Completion
{
    /// <summary>The complete facts.</summary>
    /// <param name="submitted">The declaration as submitted, of fact type <c>declaration</c>.</param>
    /// <param name="enterprise">The credit record of its enterprise; null when it is not known.</param>
    /// <param name="draw">The sampling draw, at least 0 and below 1.</param>
    public static FactsReading Complete(Facts submitted, EnterpriseRecord? enterprise, decimal draw) => throw new NotImplementedException();
}
