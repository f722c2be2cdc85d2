using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Plumb.Contracts.Problems;
using Plumb.Server.Api.Metrics;
using Plumb.Server.Idempotency;

namespace Plumb.Server.Api;

/// <summary>What the OpenAPI document says besides the routes.</summary>
internal static class ApiDescription
{
    private const string Key = "key";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Plumb",
                Version = ServerMetrics.Version,
                Description = "A level-triggered control plane. Every error is a problem (RFC 9457) with a code: see /docs/problems. Unknown fields are refused. Names with slashes may be written as they are or with %2F.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "plumb_ROLE_ID_SECRET. Reads from the same machine need none." };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(async (operation, context, cancellation) =>
        {
            context.Document?.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancellation));
            operation.Responses ??= [];
            operation.Responses["default"] = new OpenApiResponse
            {
                Description = "A problem.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) } },
            };
            var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessNeeded>().FirstOrDefault()?.Access ?? Access.Administer;
            if (access != Access.Open)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }];
                operation.Description = $"{operation.Description} Needs: {Words(access)}.".Trim();
                if (context.Description.HttpMethod is not "GET")
                {
                    (operation.Parameters ??= []).Add(Named());
                }
            }
        });
    }

    private static OpenApiParameter Named() => new()
    {
        Name = IdempotencyKey.Header,
        In = ParameterLocation.Header,
        Description = $"Names this write, so that it may be sent again: it is carried out once, and within 24 hours the same request with the same key gets the same answer, with {IdempotencyKey.Replayed}: true.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.Longest },
    };

    internal static string Words(Access access) => access switch
    {
        Access.Read => "any person's key, or none from the same machine",
        Access.Operate => "an operator's or admin's key",
        Access.Administer => "an admin's key",
        Access.Publish => "an admin's key, or that publisher's",
        Access.ThatAgent => "that agent's key",
        Access.Consent => "that agent's own key, and no administrator's",
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, message: null),
    };
}
