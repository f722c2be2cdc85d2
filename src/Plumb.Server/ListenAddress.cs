using System.Net;

namespace Plumb.Server;

/// <summary>Where to listen.</summary>
internal static class ListenAddress
{
    /// <exception cref="ServerStartException">Not an address.</exception>
    public static IPEndPoint Parse(ServerOptions options)
    {
        if (options.ListenPort is < 0 or > 65535)
        {
            throw new ServerStartException($"listen: port {options.ListenPort} is not from 0 to 65535.");
        }

        if (options.ListenHost is "localhost")
        {
            return new IPEndPoint(IPAddress.Loopback, options.ListenPort);
        }

        return IPAddress.TryParse(options.ListenHost.Trim('[', ']'), out var address)
            ? new IPEndPoint(address, options.ListenPort)
            : throw new ServerStartException($"listen: '{options.ListenHost}' is not an IP address; write one such as 127.0.0.1, 0.0.0.0 or [::1], or localhost.");
    }
}
