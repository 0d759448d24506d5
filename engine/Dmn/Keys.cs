using System.Globalization;
using System.Text;

namespace Policy.Engine.Dmn;

/// <summary>Names of a model's elements as keys of documents: small letters, digits and hyphens, each key once.</summary>
internal sealed class Keys
{
    private const int Longest = 48;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <param name="name">The name.</param>
    /// <param name="other">What stands for it when it has no letter or digit of ASCII.</param>
    public string Of(string name, string other)
    {
        var text = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) text.Append(c);
            else if (text.Length > 0 && text[^1] != '-') text.Append('-');
        }

        var key = text.ToString(0, Math.Min(text.Length, Longest)).Trim('-');
        if (key.Length == 0) key = other;
        for (var i = 1; ; i++)
        {
            var unique = i == 1 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}-{i}");
            if (_taken.Add(unique)) return unique;
        }
    }
}
