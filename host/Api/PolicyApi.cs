using Policy.Host.Api.Audit;
using Policy.Host.Api.Decisions;
using Policy.Host.Api.Policies;
using Policy.Host.Api.Releases;
using Policy.Host.Api.Simulations;
using Policy.Host.Api.Trials;
using Scalar.AspNetCore;

namespace Policy.Host.Api;

/// <summary>The API that clearance systems and policy tools call.</summary>
public static class PolicyApi
{
    /// <summary>Adds what the endpoints need; the store must be registered as well.</summary>
    public static IServiceCollection AddPolicyApi(this IServiceCollection services)
    {
        services.AddSingleton<Decider>();
        services.AddOpenApi(OpenApi.Describe);
        return services;
    }

    /// <summary>Answers every error under <c>/api</c> as problem details. Call it first in the pipeline.</summary>
    public static IApplicationBuilder UsePolicyApi(this IApplicationBuilder app) => app.UseApiProblems();

    /// <summary>Maps the endpoints, the OpenAPI document and its reading page.</summary>
    public static IEndpointRouteBuilder MapPolicyApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        var decisions = api.MapGroup("").WithTags("Decisions");
        DecideEndpoint.Map(decisions);
        DecideBatchEndpoint.Map(decisions);
        SearchDecisionsEndpoint.Map(decisions);
        FindDecisionEndpoint.Map(decisions);
        ReplayEndpoint.Map(decisions);
        ErasureEndpoint.Map(decisions);

        var policies = api.MapGroup("").WithTags("Policies");
        ZonesEndpoints.Map(policies);
        PoliciesEndpoints.Map(policies.MapGroup("/zones/{zone}"));
        var policy = policies.MapGroup("/zones/{zone}/policies/{key}");
        VersionsEndpoints.Map(policy);
        DiffEndpoint.Map(policy);
        DraftEndpoint.Map(policy);
        ReviewEndpoints.Map(policy);
        CommentsEndpoints.Map(policy);
        ImpactEndpoint.Map(policy);
        HistoryEndpoint.Map(policy);
        ReleasesEndpoints.Map(api.MapGroup("/zones/{zone}").WithTags("Releases"));
        TrialsEndpoints.Map(api.MapGroup("/zones/{zone}/trials").WithTags("Trials"));
        SimulationsEndpoints.Map(api.MapGroup("/simulations").WithTags("Simulations"));

        var audit = api.MapGroup("").WithTags("Audit");
        AuditEndpoints.Map(audit);
        SamplingEndpoint.Map(audit);
        AlertsEndpoints.Map(audit);

        app.MapOpenApi();
        app.MapScalarApiReference();
        return app;
    }
}
