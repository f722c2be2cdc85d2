using System.Globalization;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Observe;

/// <summary>Ports as <c>docker ps</c> shows them: <c>127.0.0.1:8080->80/tcp</c>, or <c>80/tcp</c> where it is not published.</summary>
internal static class PortText
{
    public static IReadOnlyList<string> Of(IReadOnlyList<PortItem>? ports) =>
        ports is null or { Count: 0 } ? [] : [.. ports.Select(Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Of(PortItem port)
    {
        if (port.PublicPort == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{port.PrivatePort}/{port.Type}");
        }

        var host = port.Ip is null or "" ? "0.0.0.0" : port.Ip.Contains(':', StringComparison.Ordinal) ? $"[{port.Ip}]" : port.Ip;
        return string.Create(CultureInfo.InvariantCulture, $"{host}:{port.PublicPort}->{port.PrivatePort}/{port.Type}");
    }
}
