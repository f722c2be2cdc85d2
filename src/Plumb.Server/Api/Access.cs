using Microsoft.AspNetCore.Builder;
using Plumb.Server.Keys;

namespace Plumb.Server.Api;

/// <summary>What a route asks of the one who calls it.</summary>
internal enum Access
{
    /// <summary>Nothing.</summary>
    Open,

    /// <summary>Any key of a person, or, from this machine, none; of what is their own, an agent's or a publisher's.</summary>
    Read,

    /// <summary>An operator's or admin's key.</summary>
    Operate,

    Administer,

    /// <summary>An admin's key, or that of the publisher whose the route's <c>{stack}</c> or <c>{publisher}</c> is.</summary>
    Publish,

    /// <summary>The key of the agent that the route's <c>{agent}</c> names.</summary>
    ThatAgent,

    /// <summary>The same, and no administrator in its place.</summary>
    Consent,
}

/// <summary>On every route; one without it is for admins.</summary>
internal sealed record AccessNeeded(Access Access);

internal static class AccessRules
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Access access)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessNeeded(access));

    /// <summary>By the role alone; whether what is named is the caller's own is asked besides, of <see cref="OwnScope"/>.</summary>
    public static bool Allows(this Role role, Access access) => access switch
    {
        Access.Open => true,
        Access.Read => role is Role.Viewer or Role.Operator or Role.Admin or Role.Publisher or Role.Agent,
        Access.Operate => role is Role.Operator or Role.Admin,
        Access.Administer => role is Role.Admin,
        Access.Publish => role is Role.Admin or Role.Publisher,
        Access.ThatAgent or Access.Consent => role is Role.Agent,
        _ => throw new ArgumentOutOfRangeException(nameof(access), access, message: null),
    };
}
