using System.Globalization;
using System.Net;

namespace Plumb.Cli.Configuration.Kinds;

/// <summary>Where a server listens.</summary>
/// <param name="Host">An address or <c>localhost</c>; an IPv6 address without its brackets.</param>
/// <param name="Port">0 to 65535; 0 lets the system choose.</param>
public sealed record ListenAddress(string Host, int Port)
{
    public bool IsLoopback =>
        Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

public sealed class ListenKind : SingleKind<ListenAddress>
{
    public override string Expected => "ADDRESS:PORT with an IP address or localhost and a port from 0 to 65535";

    public override string Called => "ADDRESS:PORT";

    public override string Example => "127.0.0.1:8080";

    protected override bool TryRead(string text, out ListenAddress value)
    {
        value = null!;
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
            return false;

        var host = text[..colon];
        if (host is ['[', .. var inner, ']'])
        {
            value = new(inner, port);
            return IPAddress.TryParse(inner, out var six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        }

        value = new(host, port);
        return host == "localhost" || Uri.CheckHostName(host) == UriHostNameType.IPv4;
    }

    protected override string Text(ListenAddress value) => value.ToString();
}
