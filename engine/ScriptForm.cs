namespace Policy.Engine;

/// <summary>How a script runs: compiled, or interpreted by Jint because of a construct that has no exact compiled form. Both
/// decide alike; the compiled form is far quicker.</summary>
/// <param name="Line">Line of the construct, from 1; null for a compiled script.</param>
/// <param name="Construct">The beginning of the construct's text; null for a compiled script.</param>
public sealed record ScriptForm(int? Line, string? Construct)
{
    /// <summary>True for a compiled script.</summary>
    public bool IsCompiled => Construct is null;

    /// <summary>The same in words, and what would make an interpreted script a compiled one.</summary>
    public LocalizedText Message => Scripts.ScriptMessages.Form(this);
}
