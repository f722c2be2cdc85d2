using System.Net;
using Microsoft.AspNetCore.Http;
using Plumb.Contracts.Problems;

namespace Plumb.Server.Api;

/// <summary>Refuses a Host that is none of this server's names, so that no web page reaches it by DNS rebinding.</summary>
/// <param name="listen">The address that is listened on.</param>
/// <param name="names">Further names that it is reached by.</param>
internal sealed class HostCheck(IPAddress listen, IReadOnlyList<string> names)
{
    public void Check(HttpContext context)
    {
        if (!Allows(context.Request.Host))
        {
            throw new ProblemException(ProblemCodes.HostRefused, $"'{context.Request.Host.Host}' is not a name of this server; it listens on {listen}.");
        }
    }

    public bool Allows(HostString host) => IsOurs(host.Host);

    private bool IsOurs(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || names.Contains(host, StringComparer.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsOurs(address));

    // Rebinding needs a name: where the server listens on every address, each address written out is its own.
    private bool IsOurs(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.Equals(listen) || listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any);
}
