using System.Globalization;
using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Observe;

/// <summary>Reads a row of the engine's container list.</summary>
internal static class ContainerReader
{
    public static ContainerSeen Of(ContainerItem item) => new()
    {
        Id = item.Id,
        Name = NameOf(item),
        Service = item.Label(Labels.Service),
        Number = int.TryParse(item.Label(Labels.Number), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        OneOff = item.Label(Labels.OneOff).Equals("True", StringComparison.OrdinalIgnoreCase),
        State = item.State,
        ExitCode = StatusText.ExitCode(item.Status),
        Health = StatusText.Health(item.Status),
        Image = item.Image,
        ImageId = item.ImageId,
        Ports = PortText.Of(item.Ports),
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(item.Created),
        Mark = MarkReader.Of(item),
        ConfigHash = item.Label(Labels.ConfigHash) is { Length: > 0 } hash ? hash : null,
        Networks = NetworksOf(item),
        Volumes = item.Mounts is null ? [] : [.. item.Mounts.Where(m => m is { Type: "volume", Name: not null }).Select(m => m.Name!).Order(StringComparer.Ordinal)],
        Inspection = null,
    };

    /// <summary>The same container as it is now. What can never change in a container's life is taken over, and the very record when nothing did.</summary>
    public static ContainerSeen Of(ContainerItem item, ContainerSeen before)
    {
        var health = StatusText.Health(item.Status);
        var exitCode = StatusText.ExitCode(item.Status);
        var networks = item.NetworkSettings?.Networks;
        var sameNetworks = (networks?.Count ?? 0) == before.Networks.Count && before.Networks.All(n => networks!.ContainsKey(n));
        var ports = item.Ports is null or { Count: 0 } ? [] : PortText.Of(item.Ports);
        var samePorts = ports.SequenceEqual(before.Ports, StringComparer.Ordinal);
        var name = NameOf(item);
        return before.State == item.State && before.Health == health && before.ExitCode == exitCode && sameNetworks && samePorts
            && before.Name == name && before.Image == item.Image && before.ImageId == item.ImageId
            ? before
            : before with
            {
                Name = name,
                State = item.State,
                Health = health,
                ExitCode = exitCode,
                Image = item.Image,
                ImageId = item.ImageId,
                Ports = samePorts ? before.Ports : ports,
                Networks = sameNetworks ? before.Networks : NetworksOf(item),
            };
    }

    /// <summary>Of several names (links of old make further ones) the container's own: the one without a second slash.</summary>
    private static string NameOf(ContainerItem item)
    {
        if (item.Names is not { Count: > 0 } names)
        {
            return item.Id.Length > 12 ? item.Id[..12] : item.Id;
        }

        var own = names.Count == 1 ? names[0] : names.FirstOrDefault(n => n.LastIndexOf('/') <= 0) ?? names[0];
        return own.TrimStart('/');
    }

    private static List<string> NetworksOf(ContainerItem item) => [.. (item.NetworkSettings?.Networks?.Keys ?? []).Order(StringComparer.Ordinal)];
}
