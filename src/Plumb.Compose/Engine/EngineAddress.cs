using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Plumb.Compose.Engine;

/// <summary>Where the Docker engine listens: a Unix socket or a plain TCP port.</summary>
public sealed record EngineAddress
{
    /// <summary>Where the engine listens unless something else is said.</summary>
    public static EngineAddress Default { get; } = new("unix:///var/run/docker.sock", "/var/run/docker.sock", host: null, port: 0);

    private EngineAddress(string text, string? socket, string? host, int port)
    {
        Text = text;
        Socket = socket;
        Host = host;
        Port = port;
    }

    /// <summary>As <c>DOCKER_HOST</c> has it.</summary>
    public string Text { get; }

    /// <summary>Absolute path of the socket; null for TCP.</summary>
    public string? Socket { get; }

    /// <summary>Null for a socket.</summary>
    public string? Host { get; }

    public int Port { get; }

    /// <summary>Reads a value of <c>DOCKER_HOST</c>: <c>unix:///path</c> or <c>tcp://host[:port]</c>; null or empty is the default.</summary>
    /// <returns>False, and in <paramref name="error"/> why, for anything else.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EngineAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (string.IsNullOrEmpty(text))
        {
            address = Default;
            return true;
        }

        if (text.StartsWith("unix://", StringComparison.Ordinal) && text.Length > 8 && text[7] == '/')
        {
            address = new EngineAddress(text, text[7..], host: null, port: 0);
            return true;
        }

        if (text.StartsWith("tcp://", StringComparison.Ordinal)
            && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.PathAndQuery is "/" or "")
        {
            var port = uri.Port < 0 ? 2375 : uri.Port;
            address = new EngineAddress(string.Create(CultureInfo.InvariantCulture, $"tcp://{uri.Host}:{port}"), socket: null, uri.Host, port);
            return true;
        }

        error = $"'{text}' is no engine address that Plumb can use; write unix:///path/to/docker.sock or tcp://host:port.";
        return false;
    }

    public override string ToString() => Text;
}
