using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Plumb.Server.Api;

/// <summary>
/// The description of the API. It is committed and part of the build, so that nobody's memory holds what makes it, and a change of the API shows as
/// a change of a file; a test makes it anew from the routes and compares.
/// </summary>
internal static class OpenApiDocument
{
    private const string Path = "/openapi/v1.json";

    public static void AddOpenApiMaking(this IServiceCollection services) => services.AddOpenApi("v1", ApiDescription.Configure);

    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes, bool made)
    {
        if (made)
        {
            routes.MapOpenApi(Path.Replace("v1", "{documentName}", StringComparison.Ordinal)).Needs(Access.Open);
            return;
        }

        routes.MapGet(Path, () => TypedResults.Text(Shipped.Text("openapi/v1.json"), "application/json; charset=utf-8"))
            .Needs(Access.Open).ExcludeFromDescription();
    }
}
