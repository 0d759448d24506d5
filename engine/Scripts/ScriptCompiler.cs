using Policy.Engine.Compiling;

namespace Policy.Engine.Scripts;

/// <summary>Checks a script on its syntax tree and prepares it for pooled, limited Jint engines.</summary>
internal static class ScriptCompiler
{
    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledDocument? Compile(ScriptDocument document, FactType facts, Reporter reporter) =>
        throw new NotImplementedException();
}
