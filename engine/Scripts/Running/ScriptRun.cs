using System.Diagnostics.CodeAnalysis;

namespace Policy.Engine.Scripts.Running;

/// <summary>Gives a run up that only Jint can finish: it fails, reaches a limit, or does what compiled scripts have no exact
/// meaning for. A run changes nothing, so Jint runs the same facts from the start and its result counts.</summary>
internal sealed class HandOverException : Exception
{
    public HandOverException()
    {
    }

    public HandOverException(string message)
        : base(message)
    {
    }

    public HandOverException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>What one run of a compiled script has used. At a limit it is handed over, and Jint decides by its own counts.</summary>
internal sealed class ScriptRun
{
    // Jint counts the calls of one function; here all calls together are counted, so that this limit comes first.
    private const int Depth = 60;

    [ThreadStatic]
    private static ScriptRun? _current;

    private int _statements;
    private long _memory;
    private int _depth;

    /// <summary>The run of this thread, with everything unused.</summary>
    public static ScriptRun Start()
    {
        var run = _current ??= new ScriptRun();
        run._statements = ScriptLimits.Statements;
        run._memory = ScriptLimits.Memory;
        run._depth = Depth;
        return run;
    }

    /// <summary>Counts statements: of the body of a loop or function, all that it could run.</summary>
    public void Count(int statements)
    {
        if ((_statements -= statements) < 0) HandOver();
    }

    public void Enter(int statements)
    {
        if (--_depth < 0) HandOver();
        Count(statements);
    }

    public void Leave() => _depth++;

    /// <summary>Counts bytes that are about to be allocated.</summary>
    public void Charge(long bytes)
    {
        if ((_memory -= bytes) < 0) HandOver();
    }

    /// <summary>A text that a method is given or gives.</summary>
    public string Text(string text)
    {
        if (text.Length > ScriptLimits.Text) HandOver();
        Charge(2L * text.Length);
        return text;
    }

    [DoesNotReturn]
    public static void HandOver() => throw new HandOverException();

    [DoesNotReturn]
    public static T HandOver<T>() => throw new HandOverException();
}
