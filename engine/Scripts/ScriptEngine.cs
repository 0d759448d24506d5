using System.Collections.Immutable;
using System.Globalization;
using Acornima.Ast;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace Policy.Engine.Scripts;

/// <summary>A Jint engine that holds one script: limited, reduced to the language of scripts, and frozen, so that
/// nothing a run does is seen by the next. Used by one thread at a time.</summary>
internal sealed class ScriptEngine
{
    private readonly Jint.Engine _engine;
    private readonly JsValue _decide;
    private readonly ScriptFacts _facts;

    public ScriptEngine(Prepared<Script> script, ImmutableArray<string> names)
    {
        _engine = new Jint.Engine(Limit);
        var freeze = _engine.Intrinsics.Object.Get("freeze");
        var builtIns = ScriptBuiltIns.Reduce(_engine);
        _engine.Execute(script);
        var frozen = new HashSet<ObjectInstance>(ReferenceEqualityComparer.Instance);
        foreach (var root in builtIns) Freeze(root, freeze, frozen);
        foreach (var name in names) Freeze(_engine.Evaluate(name), freeze, frozen);
        _engine.Global.PreventExtensions();
        _decide = _engine.GetValue("decide");
        _facts = new ScriptFacts(_engine, freeze);
    }

    /// <summary>Where the script is, as <c>line:column</c>; empty when that is not known.</summary>
    public string Position
    {
        get
        {
            const string Marker = CompiledScript.SourceName + ":";
            var trace = _engine.Advanced.StackTrace ?? "";
            var at = trace.IndexOf(Marker, StringComparison.Ordinal);
            return at < 0 ? "" : trace[(at + Marker.Length)..].Split('\n', ')')[0].Trim();
        }
    }

    /// <summary>Runs <c>decide</c> on facts.</summary>
    public JsValue Decide(Context facts) => _engine.Call(_decide, JsValue.Undefined, [_facts.Object(facts)]);

    private static void Limit(Options options)
    {
        options.Strict();
        options.Culture(CultureInfo.InvariantCulture);
        options.LocalTimeZone(TimeZoneInfo.Utc);
        options.DisableStringCompilation();
        options.MaxStatements(ScriptLimits.Statements);
        options.LimitRecursion(ScriptLimits.Recursion);
        options.LimitMemory(ScriptLimits.Memory);
        options.TimeoutInterval(ScriptLimits.Time);
        options.RegexTimeoutInterval(ScriptLimits.Pattern);
        options.MaxArraySize(ScriptLimits.Room);
        options.Constraints.StackOverflowGuard = true;
    }

    // Depth is bounded: built-ins are flat, and constants of the script nest no deeper than its syntax tree.
    private static void Freeze(JsValue value, JsValue freeze, HashSet<ObjectInstance> frozen)
    {
        if (value is not ObjectInstance instance || !frozen.Add(instance)) return;
        freeze.Call(JsValue.Undefined, (JsValue[])[instance]);
        foreach (var (_, property) in instance.GetOwnProperties())
        {
            if (property.Get is not null || property.Set is not null)
            {
                if (property.Get is { } getter) Freeze(getter, freeze, frozen);
                if (property.Set is { } setter) Freeze(setter, freeze, frozen);
            }
            else if (property.Value is { } content)
            {
                Freeze(content, freeze, frozen);
            }
        }
    }
}
