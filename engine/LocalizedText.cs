namespace Policy.Engine;

/// <summary>A text in the two languages of the platform.</summary>
/// <param name="ZhCn">The text in simplified Chinese (<c>zh-CN</c>).</param>
/// <param name="En">The text in English (<c>en</c>).</param>
public sealed record LocalizedText(string ZhCn, string En)
{
    /// <summary>The text for a language tag: Chinese for every tag that starts with <c>zh</c>, else English.</summary>
    public string In(string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? ZhCn : En;
    }
}
