using System.Runtime.InteropServices;
using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>The short texts that were read lately, so that effects, sources and countries that are repeated by thousands of
/// entries are kept once.</summary>
internal sealed class RecentTexts
{
    private const int Longest = 64;

    private readonly string?[] _texts = new string?[256];

    /// <summary>The text of a JSON string; throws as <see cref="JsonElement.GetString"/> does.</summary>
    public string Of(JsonElement json)
    {
        var written = JsonMarshal.GetRawUtf8Value(json);
        if (written.Length > Longest || written.Contains((byte)'\\')) return json.GetString()!;
        var hash = 0u;
        foreach (var part in written) hash = unchecked((hash * 31) + part);
        ref var recent = ref _texts[hash % (uint)_texts.Length];
        return recent is not null && json.ValueEquals(recent) ? recent : recent = json.GetString()!;
    }
}
