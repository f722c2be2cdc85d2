namespace Plumb.Server.Webhooks;

/// <summary>One form for all ways to say a repository, so that <c>git@host:a/b.git</c> and <c>https://HOST/a/b</c> are the same.</summary>
internal static class RepositoryAddress
{
    /// <summary>Without scheme, user, default port, <c>.git</c> and case; a path of this machine stays as it is, but for <c>.git</c>. Null: no address.</summary>
    /// <remarks>The big hosts take paths in any case. Taking two repositories for one costs a look, no more.</remarks>
    public static string? Normal(string address)
    {
        if (address.StartsWith('/'))
        {
            return Bare(address);
        }

        if (address.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) ? OfUrl(uri) : null;
        }

        // user@host:path, Git's short form of ssh.
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < address.Length - 1 ? OfHost(address[(address.LastIndexOf('@', colon) + 1)..colon], address[(colon + 1)..]) : null;
    }

    private static string? OfUrl(Uri uri) => uri switch
    {
        { IsFile: true, Host.Length: 0 } => Bare(Uri.UnescapeDataString(uri.AbsolutePath)),
        { Host.Length: 0 } => null,
        { Port: -1 or 22 or 80 or 443 } => OfHost(uri.Host, Uri.UnescapeDataString(uri.AbsolutePath)),
        _ => OfHost($"{uri.Host}:{uri.Port}", Uri.UnescapeDataString(uri.AbsolutePath)),
    };

    private static string? OfHost(string host, string path) =>
        Bare(path).TrimStart('/') is { Length: > 0 } bare ? $"{host}/{bare}".ToLowerInvariant() : null;

    private static string Bare(string path)
    {
        var bare = path.TrimEnd('/');
        return bare.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? bare[..^4].TrimEnd('/') : bare;
    }
}
