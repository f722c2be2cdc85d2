using Plumb.Platform.Remote;

namespace Plumb.Agent.Link;

/// <summary>The HTTP client of the link.</summary>
internal static class LinkClient
{
    /// <param name="server">The control plane's address; a path in it is kept.</param>
    /// <param name="roots">Whose certificates are believed.</param>
    public static HttpClient Create(Uri server, TrustedRoots roots)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the agent's key to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = roots.For(host: null),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // Names may move between replicas.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var root = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
        // Every call has a deadline of its own.
        return new HttpClient(handler, disposeHandler: true) { BaseAddress = root, Timeout = Timeout.InfiniteTimeSpan };
    }
}
