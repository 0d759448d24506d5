namespace Policy.Engine.Expressions.Syntax;

/// <summary>What the parser expected.</summary>
internal static class Wanted
{
    public static readonly LocalizedText Expression = new("表达式", "an expression");
    public static readonly LocalizedText End = new("运算符或结尾", "an operator or the end");
    public static readonly LocalizedText Member = new("成员名", "the name of a member");
    public static readonly LocalizedText Variable = new("变量名", "the name of a variable");
    public static readonly LocalizedText Key = new("键名", "a key");
    public static readonly LocalizedText Type = new("类型名", "the name of a type");

    public static LocalizedText Symbol(string text) => new($" `{text}`", $"`{text}`");
}
