using System.Net;
using System.Net.Sockets;

namespace Plumb.TestKit;

/// <summary>HTTP listeners on loopback, at a port of their own.</summary>
public static class LoopbackHttp
{
    private const int Tries = 50;

    /// <summary>One that listens. Another process may take the port that was free a moment ago: then the next one is tried.</summary>
    /// <returns>The listener, and its address without a slash at the end.</returns>
    public static (HttpListener Listener, string Address) Start()
    {
        for (var left = Tries; ; left--)
        {
            var (listener, address) = Make();
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (left > 0)
            {
                listener.Close();
            }
        }
    }

    /// <summary>One that does not listen yet.</summary>
    /// <returns>The listener, and its address without a slash at the end.</returns>
    public static (HttpListener Listener, string Address) Make()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        var listener = new HttpListener();
        listener.Prefixes.Add(address + "/");
        return (listener, address);
    }
}
