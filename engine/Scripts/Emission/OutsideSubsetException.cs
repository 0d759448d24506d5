using Acornima.Ast;

namespace Policy.Engine.Scripts.Emission;

/// <summary>Ends the emission at a construct that only Jint runs.</summary>
internal sealed class OutsideSubsetException : Exception
{
    public OutsideSubsetException()
    {
    }

    public OutsideSubsetException(string message)
        : base(message)
    {
    }

    public OutsideSubsetException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public OutsideSubsetException(Node node) => Node = node;

    /// <summary>The construct.</summary>
    public Node? Node { get; }
}
