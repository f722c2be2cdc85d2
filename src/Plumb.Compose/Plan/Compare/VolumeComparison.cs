using Plumb.Compose.Model;
using Plumb.Kernel.Gates;

namespace Plumb.Compose.Plan.Compare;

/// <summary>Existing volumes whose driver or options are not the desired ones: making one anew would lose its data.</summary>
internal static class VolumeComparison
{
    public static void Compare(StackSides sides, Findings findings)
    {
        foreach (var (name, desired) in sides.Rendered.Volumes)
        {
            if (desired.External || !sides.Seen.Volumes.TryGetValue(name, out var actual) || IsSame(desired, actual))
                continue;
            findings.Differ(DifferenceKinds.Volume, service: null, name, Text(desired.Driver, desired.Options), Text(actual.Driver, actual.Options));
            findings.Holds.Add(new(
                HoldReason.NeedsDecision,
                $"the volume {name} exists with other options than the file gives it, and making it anew would lose its data",
                $"give {name} its old options or another name; or save its data and remove it"));
            foreach (var (_, service) in sides.Services)
            {
                if (service.Desired.Volumes.Contains(name, StringComparer.Ordinal))
                    findings.Undecided.Add(service.Name);
            }
        }
    }

    private static bool IsSame(RenderedResource desired, ResourceSeen actual)
    {
        if ((desired.Driver ?? "local") != actual.Driver || desired.Options.Count != actual.Options.Count)
            return false;
        foreach (var (key, value) in desired.Options)
        {
            if (!actual.Options.TryGetValue(key, out var other) || other != value)
                return false;
        }

        return true;
    }

    /// <summary>Names only: an option's value may be a password.</summary>
    private static string Text(string? driver, IReadOnlyDictionary<string, string> options) =>
        options.Count == 0 ? driver ?? "local" : $"{driver ?? "local"} with {string.Join(", ", options.Keys.Order(StringComparer.Ordinal))}";
}
