using System.Net;
using System.Net.Sockets;

namespace Plumb.Platform.Remote;

/// <param name="Class">What kind of place it leads to.</param>
public sealed record RemoteConnection(NetworkStream Stream, AddressClass Class);

/// <summary>
/// The one place that connects to hosts by name. A name is resolved once, every address of the answer is judged, and the connection goes to one
/// of just these: there is no second question that could be answered otherwise.
/// </summary>
/// <param name="resolve">Null: the system's resolver.</param>
public sealed class RemoteDial(Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <exception cref="RemoteRefusedException">An address of the host is one that the rule does not allow.</exception>
    /// <exception cref="SocketException">The name is unknown, or nothing answers.</exception>
    public async Task<RemoteConnection> ConnectAsync(string host, int port, DialRule rule, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(rule);
        var name = host is ['[', .. var inner, ']'] ? inner : host;
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal] : await _resolve(name, cancellation);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var saysThisMachine = literal is not null ? AddressClasses.ClassOf(literal) == AddressClass.Loopback : name.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        foreach (var address in addresses)
        {
            if (rule.Refusal(AddressClasses.ClassOf(address), saysThisMachine) is { } why)
            {
                throw new RemoteRefusedException($"{name} was not called: its address {address} {why}.");
            }
        }

        return await ConnectAsync(addresses, port, cancellation);
    }

    private static async Task<RemoteConnection> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        SocketException? failed = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
                return new(new NetworkStream(socket, ownsSocket: true), AddressClasses.ClassOf(address));
            }
            catch (SocketException e)
            {
                socket.Dispose();
                failed = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failed!;
    }
}

/// <summary>A call was not made: its address is not one that may be called.</summary>
public sealed class RemoteRefusedException : IOException
{
    public RemoteRefusedException()
    {
    }

    public RemoteRefusedException(string message)
        : base(message)
    {
    }

    public RemoteRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
