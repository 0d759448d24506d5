namespace Policy.Engine.Expressions.Syntax;

/// <summary>Characters that Chinese input methods and word processors put in place of ASCII.</summary>
internal static class FullWidth
{
    /// <summary>The ASCII for a character; null when it is not such a character.</summary>
    public static string? Ascii(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => ((char)(c - 0xFEE0)).ToString(),
        '【' or '〔' or '［' => "[",
        '】' or '〕' or '］' => "]",
        '、' => ",",
        '。' => ".",
        '“' or '”' or '„' or '‘' or '’' or '「' or '」' or '『' or '』' => "\"",
        '《' or '〈' => "<",
        '》' or '〉' => ">",
        '×' => "*",
        '÷' => "/",
        '−' or '–' or '—' => "-",
        '≤' or '≦' => "<=",
        '≥' or '≧' => ">=",
        '≠' => "!=",
        '…' => "..",
        _ => null,
    };
}
