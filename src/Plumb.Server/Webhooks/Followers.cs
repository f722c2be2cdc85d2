using Plumb.Contracts.Sources;

namespace Plumb.Server.Webhooks;

/// <summary>Whether a source follows what was pushed to. Pure.</summary>
internal static class Followers
{
    private const string Head = "HEAD";

    public static bool Follows(this SourceSpec source, Push push) =>
        FollowsRef(source.Revision, push)
        && RepositoryAddress.Normal(source.Repository) is { } address
        && push.Addresses.Any(pushed => RepositoryAddress.Normal(pushed) == address);

    // Where the host does not tell what HEAD is, a look too many is better than one too few.
    private static bool FollowsRef(string revision, Push push) => revision == Head
        ? push.DefaultBranch is null || push.Ref == $"refs/heads/{push.DefaultBranch}"
        : push.Ref == $"refs/heads/{revision}" || push.Ref == $"refs/tags/{revision}" || push.Ref == revision;
}
