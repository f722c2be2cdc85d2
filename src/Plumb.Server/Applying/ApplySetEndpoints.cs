using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Plumb.Contracts.Applying;
using Plumb.Contracts.Naming;
using Plumb.Contracts.Problems;
using Plumb.Server.Api;
using Plumb.Server.Fleet;

namespace Plumb.Server.Applying;

/// <summary>Sets of files that were applied. Admins share theirs; a publisher's key has its own.</summary>
internal static class ApplySetEndpoints
{
    private static readonly string[] Kinds = ["publisher", "source", "agent", "stack", "target"];

    public static void MapApplySets(this IEndpointRouteBuilder routes)
    {
        var sets = routes.MapGroup("/api/v1/apply-sets").WithTags("apply");
        sets.MapGet("/{set}", Get).Needs(Access.Publish).WithSummary("What a set of applied files declares, and what it made.");
        sets.MapPut("/{set}", PutAsync).Needs(Access.Publish).WithSummary("What an apply of the set declared, and what it took away. Changes nothing but what is known of the set.");
    }

    private static ApplySetView Get(string set, HttpContext context, ApplySets sets)
    {
        var name = RouteNames.Decode(set);
        return sets.Find(ApplySets.OwnerOf(context.Actor()), name) ?? throw new ProblemException(ProblemCodes.SetUnknown, $"Nothing was applied as set '{name}'.");
    }

    private static async Task<ApplySetView> PutAsync(string set, ApplySetBody body, HttpContext context, ApplySets sets, CancellationToken cancellation)
    {
        var name = Checked.Name(RouteNames.Decode(set), "a set's name");
        foreach (var item in body.Items)
        {
            if (!Kinds.Contains(item.Kind, StringComparer.Ordinal) || item.Id.Length is 0 or > 128 || item.Name.Length == 0 || !NameRule.HoldsForValue(item.Name))
            {
                throw new ProblemException(ProblemCodes.BodyInvalid, $"An item has a kind of {string.Join(", ", Kinds)}, a name and an id.");
            }
        }

        await sets.PutAsync(ApplySets.OwnerOf(context.Actor()), name, body, context.Actor(), cancellation);
        return sets.Find(ApplySets.OwnerOf(context.Actor()), name) ?? new ApplySetView(name, []);
    }
}
