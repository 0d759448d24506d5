using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Policy.Host.Tests.Fixtures;

/// <summary>A draft of the platform that tests share, taken back at the end: it would be in the way of the others.</summary>
internal sealed class SavedDraft : IAsyncDisposable
{
    private readonly HttpClient _author;
    private readonly string _address;
    private readonly EntityTagHeaderValue _tag;

    private SavedDraft(HttpClient author, string address, EntityTagHeaderValue tag) => (_author, _address, _tag) = (author, address, tag);

    /// <summary>Saves a document as the first draft of a policy, whose address is given without <c>/draft</c>.</summary>
    public static async Task<SavedDraft> Of(RunningPlatform platform, string policy, JsonNode document)
    {
        var (author, address) = (await platform.As("author"), $"{policy}/draft");
        using var content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json");
        using var saved = await author.PutAsync(new Uri(address, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return new(author, address, saved.Headers.ETag!);
    }

    public async ValueTask DisposeAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, _address);
        request.Headers.IfMatch.Add(_tag);
        using var discarded = await _author.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(discarded.IsSuccessStatusCode, $"{_address} was not discarded");
    }
}
