using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Plumb.Contracts.Json;
using Plumb.Contracts.Server;
using Plumb.Server.Api;
using Plumb.Server.Publishers;

namespace Plumb.Server.Webhooks;

/// <summary><c>POST /api/webhook</c>.</summary>
internal static class WebhookEndpoint
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<Deliveries>();
        services.AddSingleton<WebhookDoor>();
    }

    public static void MapWebhook(this IEndpointRouteBuilder routes) => routes.MapPost("/api/webhook", TakeAsync)
        .Needs(Access.Open).WithTags("stable family").WithSummary("A push that GitHub, GitLab, Gitea or Forgejo tells of. Its signature is its key.").Produces<WebhookAnswer>(202);

    private static async Task<IResult> TakeAsync(HttpContext context, WebhookDoor door, IServiceProvider services, CancellationToken cancellation) => TypedResults.Json(
        await door.TakeAsync(context.Request, services.GetService(typeof(ISourceRefresh)) as ISourceRefresh, cancellation),
        PlumbJson.Default.WebhookAnswer,
        statusCode: StatusCodes.Status202Accepted);
}
