using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Acornima.Ast;
using Jint;
using Jint.Runtime;
using Policy.Engine.Compiling;
using Policy.Engine.Scripts.Emission;
using Policy.Engine.Scripts.Running;

namespace Policy.Engine.Scripts;

/// <summary>A script ready to run: compiled where it is in the subset; else, and where a compiled run is handed over, in Jint
/// engines of its own, one thread per engine at a time.</summary>
internal sealed class CompiledScript : CompiledDocument
{
    /// <summary>Name of the source in positions.</summary>
    public const string SourceName = "script";

    private readonly ScriptDocument _document;
    private readonly Prepared<Script> _script;
    private readonly ImmutableArray<string> _names;
    private readonly ScriptResult _result;
    private readonly Func<ScriptRun, Context, Value>? _compiled;

    private static readonly ImmutableArray<string> Decided = ["decide"];

    // No more engines than threads that run at once are ever made; all of them are alike.
    private readonly ConcurrentBag<ScriptEngine> _idle = [];

    public CompiledScript(
        ScriptDocument document, FactType facts, Prepared<Script> script, ImmutableArray<string> names)
        : base(document, facts, ScriptResult.TypeOf(document.Outputs))
    {
        _document = document;
        _script = script;
        _names = names;
        _result = new ScriptResult(document, Output.Shape!);
        try
        {
            _compiled = ScriptEmission.Compile(script.Program!, facts, new ScriptOutputs(document, Output.Shape!));
            Form = new ScriptForm(null, null);
        }
        catch (OutsideSubsetException outside)
        {
            Form = FormOf(outside.Node, document.Source);
        }
    }

    /// <summary>Whether it is compiled, and why not.</summary>
    public ScriptForm Form { get; }

    public override Evaluation Evaluate(Context facts, DateOnly? asOf, bool trace) =>
        Compiled(facts, trace) ?? Interpreted(facts, trace);

    /// <summary>The evaluation by the compiled form; null when there is none or when it hands over.</summary>
    public Evaluation? Compiled(Context facts, bool trace)
    {
        if (_compiled is null) return null;
        try
        {
            var outputs = _compiled(ScriptRun.Start(), facts);
            return new Evaluation { Outputs = outputs, Matched = Decided, Trace = trace ? Explain(outputs) : null };
        }
        catch (HandOverException)
        {
            return null;
        }
    }

    /// <summary>The evaluation by Jint.</summary>
    public Evaluation Interpreted(Context facts, bool trace)
    {
        ScriptEngine? engine = null;
        var faults = ImmutableArray.CreateBuilder<Fault>();
        var outputs = Value.Null;
        try
        {
            engine = _idle.TryTake(out var idle) ? idle : new ScriptEngine(_script, _names);
            outputs = _result.Read(engine.Decide(facts), faults);
            _idle.Add(engine);
        }
        catch (Exception error)
        {
            // An engine that was stopped midway is not used again.
            faults.Add(FaultOf(error, engine?.Position ?? ""));
        }

        return new Evaluation
        {
            Outputs = faults.Count == 0 ? outputs : Value.Null,
            Matched = faults.Count == 0 ? Decided : [],
            Faults = faults.ToImmutable(),
            Trace = trace ? Explain(faults.Count == 0 ? outputs : Value.Null) : null,
        };
    }

    private static ScriptForm FormOf(Node? construct, string source)
    {
        if (construct is null) return new ScriptForm(1, source.Split('\n')[0]);
        var text = source[construct.Start..Math.Min(construct.End, construct.Start + 40)].ReplaceLineEndings(" ");
        return new ScriptForm(construct.Location.Start.Line, construct.End - construct.Start > 40 ? text + "…" : text);
    }

    private Fault FaultOf(Exception error, string position) => error switch
    {
        JavaScriptException thrown => Fault(DiagnosticCode.ScriptFailed, Thrown(thrown)),
        StatementsCountOverflowException =>
            Fault(DiagnosticCode.ScriptTooLong, ScriptMessages.TooManyStatements(position)),
        RegexMatchTimeoutException => Fault(DiagnosticCode.ScriptTooLong, ScriptMessages.PatternTime(position)),
        TimeoutException or ExecutionCanceledException =>
            Fault(DiagnosticCode.ScriptTooLong, ScriptMessages.TooMuchTime(position)),
        MemoryLimitExceededException or OutOfMemoryException =>
            Fault(DiagnosticCode.ScriptTooLarge, ScriptMessages.TooMuchMemory(position)),
        RecursionDepthOverflowException or InsufficientExecutionStackException =>
            Fault(DiagnosticCode.ScriptTooDeep, ScriptMessages.TooDeep(position)),
        _ => Fault(DiagnosticCode.ScriptFailed, ScriptMessages.Failed(error.GetType().Name, 0, 0)),
    };

    private static LocalizedText Thrown(JavaScriptException thrown)
    {
        var message = thrown.Message.Length <= 500 ? thrown.Message : thrown.Message[..500] + "…";
        return ScriptMessages.Failed(message, thrown.Location.Start.Line, thrown.Location.Start.Column + 1);
    }

    private Fault Fault(string code, LocalizedText message) => new(code, Source.Key, null, message);

    private Trace Explain(Value outputs)
    {
        var decided = !outputs.IsNull;
        ImmutableArray<TraceCell> cells = decided
            ? [.. _document.Outputs.Select(o =>
                new TraceCell(o.Name, "decide(facts)", outputs.AsObject()[o.Name], true))]
            : [];
        var item = new TraceItem("decide", true, decided, decided, cells);
        return new Trace(Source.Key, [new TracePass(null, [item], outputs)]);
    }
}
