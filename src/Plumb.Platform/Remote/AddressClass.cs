using System.Net;
using System.Net.Sockets;

namespace Plumb.Platform.Remote;

/// <summary>What kind of place an address is.</summary>
public enum AddressClass
{
    /// <summary>The Internet.</summary>
    Public,

    /// <summary>Networks of one's own: RFC 1918, shared (RFC 6598) and unique local addresses.</summary>
    Private,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>Link-local addresses, and wherever cloud machines read their own metadata and credentials.</summary>
    LinkLocal,

    /// <summary>Nobody's: "this" network, multicast, documentation, benchmarks, what is not given out.</summary>
    Reserved,
}

/// <summary>Classes of addresses. An address that carries another one (mapped, NAT64, 6to4) is what it carries.</summary>
/// <remarks>Source: IANA's special-purpose address registries for IPv4 and IPv6.</remarks>
public static class AddressClasses
{
    private static readonly (IPNetwork Network, AddressClass Class)[] Four =
    [
        Of("0.0.0.0/8", AddressClass.Reserved),
        Of("10.0.0.0/8", AddressClass.Private),
        // Alibaba's and Azure's metadata stand outside 169.254.
        Of("100.100.100.200/32", AddressClass.LinkLocal),
        Of("168.63.129.16/32", AddressClass.LinkLocal),
        Of("192.0.0.192/32", AddressClass.LinkLocal),
        Of("100.64.0.0/10", AddressClass.Private),
        Of("127.0.0.0/8", AddressClass.Loopback),
        Of("169.254.0.0/16", AddressClass.LinkLocal),
        Of("172.16.0.0/12", AddressClass.Private),
        Of("192.0.0.0/24", AddressClass.Reserved),
        Of("192.0.2.0/24", AddressClass.Reserved),
        Of("192.88.99.0/24", AddressClass.Reserved),
        Of("192.168.0.0/16", AddressClass.Private),
        Of("198.18.0.0/15", AddressClass.Reserved),
        Of("198.51.100.0/24", AddressClass.Reserved),
        Of("203.0.113.0/24", AddressClass.Reserved),
        Of("224.0.0.0/3", AddressClass.Reserved),
    ];

    private static readonly (IPNetwork Network, AddressClass Class)[] Six =
    [
        Of("::1/128", AddressClass.Loopback),
        Of("fd00:ec2::254/128", AddressClass.LinkLocal),
        Of("fd20:ce::254/128", AddressClass.LinkLocal),
        Of("fe80::/10", AddressClass.LinkLocal),
        Of("fc00::/7", AddressClass.Private),
        Of("fec0::/10", AddressClass.Private),
        // Teredo, and the like, carry addresses in ways that nobody should need.
        Of("2001::/23", AddressClass.Reserved),
        Of("2001:db8::/32", AddressClass.Reserved),
        Of("3fff::/20", AddressClass.Reserved),
        Of("2000::/3", AddressClass.Public),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static AddressClass ClassOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(Four, address, AddressClass.Public);
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 ? ClassOf(address.MapToIPv4())
            : Nat64.Contains(address) ? ClassOf(new IPAddress(bytes.AsSpan(12, 4)))
            : SixToFour.Contains(address) ? ClassOf(new IPAddress(bytes.AsSpan(2, 4)))
            : Find(Six, new IPAddress(bytes), AddressClass.Reserved);
    }

    private static AddressClass Find((IPNetwork Network, AddressClass Class)[] table, IPAddress address, AddressClass otherwise)
    {
        foreach (var (network, found) in table)
        {
            if (network.Contains(address))
            {
                return found;
            }
        }

        return otherwise;
    }

    private static (IPNetwork Network, AddressClass Class) Of(string network, AddressClass found) => (IPNetwork.Parse(network), found);
}
