using System.Text.RegularExpressions;

namespace Policy.Rules;

/// <summary>The form of keys: kebab-case, at most 64 characters.</summary>
internal static partial class Keys
{
    public static bool IsKey(string? key) => key is { Length: > 0 and <= 64 } && Kebab().IsMatch(key);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Kebab();
}

/// <summary>The form of comments: at most 4,000 UTF-16 units, no NUL character (the database cannot hold it).</summary>
internal static class Comments
{
    public static bool IsComment(string? comment) =>
        comment is { Length: <= 4000 } && !comment.Contains('\0', StringComparison.Ordinal);
}
