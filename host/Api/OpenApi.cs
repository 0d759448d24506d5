using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Policy.Host.Api;

/// <summary>What the OpenAPI document says of an endpoint beyond its route.</summary>
internal static class OpenApi
{
    /// <summary>Adds examples of body and answer.</summary>
    public static RouteHandlerBuilder WithExample(
        this RouteHandlerBuilder endpoint, string? request, string? answer, int status = 200) => endpoint
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            if (request is not null)
                operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(request) };
            if (answer is null) return Task.CompletedTask;
            var responses = operation.Responses ??= [];
            if (status != 200) responses.Remove("200");
            responses[status.ToString(CultureInfo.InvariantCulture)] =
                new OpenApiResponse { Description = "The answer.", Content = Json(answer) };
            return Task.CompletedTask;
        });

    /// <summary>Names the errors an endpoint may answer, beside 401 and 403.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses) endpoint.ProducesProblem(status);
        return endpoint;
    }

    /// <summary>Describes the API and how to sign in.</summary>
    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Policy platform";
        document.Info.Description = "Clearance decisions and policies of cross-border e-commerce pilot zones.";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
            },
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        return Task.CompletedTask;
    });

    private static Dictionary<string, OpenApiMediaType> Json(string example) =>
        new() { ["application/json"] = new OpenApiMediaType { Example = JsonNode.Parse(example) } };
}
