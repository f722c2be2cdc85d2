namespace Plumb.Platform.Git;

/// <summary>Where the credentials of a repository are. Files are read when they are needed, so they may be exchanged at any time.</summary>
/// <param name="TokenFile">Holds a token or password in its first line; absolute.</param>
/// <param name="Username">Null: <c>x-access-token</c>, which the usual hosts take with any token.</param>
/// <param name="SshKeyFile">A private key without passphrase; absolute.</param>
public sealed record GitCredentials(string? TokenFile = null, string? Username = null, string? SshKeyFile = null);
