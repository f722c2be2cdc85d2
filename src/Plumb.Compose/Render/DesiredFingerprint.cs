using System.Text;
using Plumb.Contracts.Targets;

namespace Plumb.Compose.Render;

/// <summary>Changes when, and only when, what a stack should be changes: not with its number, revision, message or policies.</summary>
internal static class DesiredFingerprint
{
    public static string Of(TargetStack stack, RenderRequest request)
    {
        var settings = stack.Settings;
        var text = new StringBuilder("plumb desired 1\n");
        string[] parts =
        [
            request.Key(stack.Checksum ?? ""),
            stack.Refusal is { } refusal ? $"{refusal.File} {refusal.Rule}" : "",
            stack.Stopped ? "stopped" : "",
            settings.Pull.ToString(),
            settings.RepairUnhealthy ? "repair" : "",
            settings.Health.Timeout.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture),
            settings.Remove.Volumes ? "volumes" : "",
            string.Join(' ', settings.DependsOn),
        ];
        foreach (var part in parts)
        {
            text.Append(part).Append('\n');
        }

        return CanonicalModel.Hash(text.ToString());
    }
}
