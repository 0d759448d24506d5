using Acornima;
using Acornima.Ast;
using Jint;
using Policy.Engine.Compiling;

namespace Policy.Engine.Scripts;

/// <summary>Checks a script on its syntax tree and prepares it for pooled, limited Jint engines.</summary>
internal static class ScriptCompiler
{
    private static readonly ScriptPreparationOptions Options = new()
    {
        ParsingOptions = new ScriptParsingOptions { RegexTimeout = ScriptLimits.Pattern, CompileRegex = false },
    };

    /// <summary>Null when there are errors, which the reporter has then all got.</summary>
    public static CompiledDocument? Compile(ScriptDocument document, FactType facts, Reporter reporter)
    {
        if (document.Outputs.IsEmpty)
            reporter.At("outputs").Error(DiagnosticCode.ScriptShape, ScriptMessages.NoOutputs);
        var at = reporter.At("source");
        if (Prepare(document.Source, at) is not { Program: { } program } script) return null;
        var names = ScriptChecker.Check(program, document.Source, at);
        return reporter.HasErrors ? null : new CompiledScript(document, facts, script, names);
    }

    private static Prepared<Script>? Prepare(string source, Reporter reporter)
    {
        if (source.Length > ScriptLimits.Source)
        {
            reporter.Error(DiagnosticCode.ScriptLimit, ScriptMessages.TooLong(source.Length, ScriptLimits.Source));
            return null;
        }

        try
        {
            return Jint.Engine.PrepareScript(source, CompiledScript.SourceName, strict: true, Options);
        }
        catch (Exception error) when (Parsing(error) is { } parsing)
        {
            reporter.Error(
                DiagnosticCode.ScriptSyntax,
                ScriptMessages.NotJavaScript(parsing.Description, parsing.LineNumber, parsing.Column + 1),
                new TextSpan(Math.Clamp(parsing.Error.Index, 0, source.Length), 0));
            return null;
        }
        catch (Exception error) when (error is InsufficientExecutionStackException or ScriptPreparationException)
        {
            reporter.Error(DiagnosticCode.ScriptLimit, ScriptMessages.TooComplex(error.GetType().Name));
            return null;
        }
    }

    private static ParseErrorException? Parsing(Exception? error) => error switch
    {
        null => null,
        ParseErrorException parsing => parsing,
        _ => Parsing(error.InnerException),
    };
}
