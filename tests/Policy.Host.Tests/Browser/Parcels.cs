using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Policy.Engine;
using Policy.Host.Tests.Fixtures;
using Policy.Rules.Decisions;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Host.Tests.Browser;

/// <summary>Parcels as an e-commerce platform submits them.</summary>
internal sealed class Parcels(RunningPlatform platform)
{
    private const string Zone = "hangzhou";
    private readonly HttpClient _machine = platform.Machine();
    private int _number;

    /// <summary>A retail export of more than 500 CNY that the rules in force release through the green channel, with its decision.</summary>
    public async Task<(JsonObject Parcel, JsonElement Decision)> Released(CancellationToken cancellation)
    {
        foreach (var parcel in Generated().Where(p => (string?)p["direction"] == "export" && (string?)p["procedure"] == "9610" && (decimal)p["totalValue"]! > 500))
        {
            var decision = await Decide(parcel, cancellation);
            if (decision.GetProperty("outcome").GetString() == "release" && decision.GetProperty("channel").GetString() == "green") return (parcel, decision);
        }

        throw new InvalidOperationException("No generated parcel is released.");
    }

    /// <summary>Submits the content under a new number, declared now.</summary>
    public async Task<JsonElement> Decide(JsonObject content, CancellationToken cancellation)
    {
        var parcel = content.DeepClone().AsObject();
        parcel["declarationNo"] = $"BROWSER{++_number:D6}";
        parcel["declaredAt"] = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        using var answer = await _machine.PostAsJsonAsync("/api/decisions", parcel, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    private IEnumerable<JsonObject> Generated()
    {
        var now = DateTimeOffset.UtcNow;
        var type = platform.Services.GetRequiredService<ActiveReleases>().InForce(Zone)!.Rules.FactTypeOf(Clearance.Flow)!;
        var day = DateOnly.FromDateTime(now.AddHours(8).Date);
        foreach (var json in platform.Services.GetRequiredService<IDeclarationGenerator>().Generate(Zone, 500, 20, "normal", day))
        {
            var parcel = JsonNode.Parse(json.Span)!.AsObject();
            WithoutProvided(parcel, type);
            yield return parcel;
        }
    }

    // What the platform fills in may not come from outside.
    private static void WithoutProvided(JsonObject facts, FactType type)
    {
        foreach (var field in type.Fields)
        {
            if (field.Definition.Provided) facts.Remove(field.Name);
            else if (facts[field.Name] is JsonObject one && field.Members is not null) WithoutProvided(one, field.Members);
            else if (facts[field.Name] is JsonArray many && field.Members is not null)
                foreach (var item in many.OfType<JsonObject>()) WithoutProvided(item, field.Members);
        }
    }
}
