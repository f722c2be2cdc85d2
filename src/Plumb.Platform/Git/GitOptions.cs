namespace Plumb.Platform.Git;

/// <summary>How long Git may take. All positive.</summary>
public sealed record GitOptions
{
    /// <summary>Asking a repository for its branches and tags.</summary>
    public TimeSpan LookUpDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Fetching what is missing.</summary>
    public TimeSpan FetchDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reading from the local copy.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromMinutes(1);
}
