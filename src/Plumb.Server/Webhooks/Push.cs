namespace Plumb.Server.Webhooks;

/// <summary>What a Git host tells of a push.</summary>
/// <param name="Ref">In full: <c>refs/heads/main</c>.</param>
/// <param name="DefaultBranch">What <c>HEAD</c> is there; null when it was not told.</param>
/// <param name="Addresses">All ways to say the repository: over HTTPS, over SSH, its page.</param>
internal sealed record Push(string Ref, string? DefaultBranch, IReadOnlyList<string> Addresses);
