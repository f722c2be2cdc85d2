namespace Plumb.Platform.Git;

/// <summary>How long Git may take. All positive.</summary>
public sealed record GitOptions
{
    /// <summary>Asking a repository for its branches and tags.</summary>
    public TimeSpan LookUpDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fetching what is missing, while nothing arrives. As long as something does, a large repository on a slow line may take its time.</summary>
    public TimeSpan FetchPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reading from the local copy.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromMinutes(1);
}
