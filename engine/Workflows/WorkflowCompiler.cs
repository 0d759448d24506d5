using Policy.Engine.Compiling;

namespace Policy.Engine.Workflows;

/// <summary>Checks a workflow against the fact type and the allowed functions, then hands it to Microsoft RulesEngine.</summary>
internal static class WorkflowCompiler
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledDocument? Compile(WorkflowDocument document, FactType facts, Reporter reporter) =>
        throw new NotImplementedException();
}
