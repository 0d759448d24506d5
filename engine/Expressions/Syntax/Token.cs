namespace Policy.Engine.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Word,
    Number,
    Text,
    Temporal,
    Symbol,

    /// <summary>Something unreadable that has been reported already.</summary>
    Bad,
}

/// <summary>A token.</summary>
/// <param name="Kind">The kind; keywords are words, the parser knows them by their place.</param>
/// <param name="Text">The word, the symbol, or the content of a text or temporal literal.</param>
/// <param name="Span">Where it stands.</param>
internal readonly record struct Token(TokenKind Kind, string Text, TextSpan Span)
{
    /// <summary>The value of a number or temporal literal.</summary>
    public Value Value { get; init; }

    public int End => Span.Start + Span.Length;

    public bool Is(string text) =>
        Kind is TokenKind.Symbol or TokenKind.Word && string.Equals(Text, text, StringComparison.Ordinal);
}
