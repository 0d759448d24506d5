using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Policy.Seed;

namespace Policy.Host.Tests.Api;

/// <summary>Declarations to submit, each number used once over all tests.</summary>
internal static class Declarations
{
    private static int _last;

    /// <summary>The declaration of the contract under a new number, with members put in their place.</summary>
    public static JsonObject New(params ReadOnlySpan<(string Member, JsonNode? Value)> members)
    {
        var declaration = JsonNode.Parse(Host.Api.Examples.Declaration)!.AsObject();
        declaration["declarationNo"] = Number();
        foreach (var (member, value) in members) declaration[member] = value;
        return declaration;
    }

    /// <summary>A number that no other test uses.</summary>
    public static string Number() => string.Create(CultureInfo.InvariantCulture, $"T{Interlocked.Increment(ref _last):D9}");

    /// <summary>Generated declarations as they are submitted, with numbers of their own.</summary>
    public static List<JsonObject> Generated(int count, string zone = "hangzhou") =>
    [
        .. new DeclarationGenerator().GenerateSubmitted(zone, count, 5, "fraud", new DateOnly(2026, 11, 11)).Select(utf8 =>
        {
            var declaration = JsonNode.Parse(utf8.Span)!.AsObject();
            declaration["declarationNo"] = Number();
            return declaration;
        }),
    ];

    public static StringContent Json(JsonNode declaration) => Json(declaration.ToJsonString());

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static StringContent Ndjson(IEnumerable<string> lines) => new(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");

    /// <summary>Posts to the API and reads the answer.</summary>
    public static async Task<(int Status, JsonElement Body)> Post(this HttpClient client, string path, HttpContent content)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>Decides a declaration.</summary>
    public static Task<(int Status, JsonElement Body)> Decide(this HttpClient client, JsonNode declaration) => client.Post("/api/decisions", Json(declaration));

    /// <summary>Reads an answer.</summary>
    public static async Task<(int Status, JsonElement Body)> Read(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The pointers of a problem's errors.</summary>
    public static IEnumerable<string> Pointers(this JsonElement problem) =>
        problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()!);

    /// <summary>A text member.</summary>
    public static string? Text(this JsonElement element, string member) => element.GetProperty(member).GetString();

    public static int Number(this JsonElement element, string member) => element.GetProperty(member).GetInt32();
}
