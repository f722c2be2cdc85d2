using System.Globalization;
using System.Text.RegularExpressions;
using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;

namespace Plumb.Compose.Execute;

/// <summary>Reads rows of the engine's container list.</summary>
internal static partial class ContainerReading
{
    public static ContainerSeen Of(ContainerItem item)
    {
        var exit = Exit().Match(item.Status);
        return new()
        {
            Id = item.Id,
            Name = item.Names is [var name, ..] ? name.TrimStart('/') : item.Id[..12],
            Service = item.Label(Labels.Service),
            Number = int.TryParse(item.Label(Labels.Number), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            OneOff = string.Equals(item.Label(Labels.OneOff), "True", StringComparison.OrdinalIgnoreCase),
            State = item.State,
            ExitCode = exit.Success && item.State is "exited" or "restarting" or "dead" ? int.Parse(exit.Groups["code"].Value, CultureInfo.InvariantCulture) : null,
            Health = HealthOf(item.Status),
            Image = item.Image,
            ImageId = item.ImageId,
            Ports = [],
            CreatedAt = DateTimeOffset.FromUnixTimeSeconds(item.Created),
            Mark = MarkOf(item),
            ConfigHash = item.Label(Labels.ConfigHash) is { Length: > 0 } hash ? hash : null,
            Networks = [.. item.NetworkSettings?.Networks?.Keys ?? []],
            Volumes = [.. item.Mounts?.Where(mount => mount.Type == "volume").Select(mount => mount.Name).OfType<string>() ?? []],
            Inspection = null,
        };
    }

    private static string HealthOf(string status) =>
        status.Contains("(healthy)", StringComparison.Ordinal) ? "healthy"
        : status.Contains("(unhealthy)", StringComparison.Ordinal) ? "unhealthy"
        : status.Contains("(health: starting)", StringComparison.Ordinal) ? "starting"
        : "none";

    private static ContainerMark? MarkOf(ContainerItem item) => item.Label(Labels.Instance) is not { Length: > 0 } instance
        ? null
        : new()
        {
            Ownership = new(instance, item.Label(Labels.Scope), item.Label(Labels.Stack)),
            InputsHash = item.Label(Labels.InputsHash) is { Length: > 0 } hash ? hash : null,
        };

    [GeneratedRegex(@"\((?<code>-?[0-9]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Exit();
}
