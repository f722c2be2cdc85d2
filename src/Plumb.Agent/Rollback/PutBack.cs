using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Rollback;

/// <summary>The last good object as it should be now: itself whole, and what people said of the stack meanwhile.</summary>
internal static class PutBack
{
    public static TargetStack Of(TargetStack good, TargetStack newest) => good with
    {
        Name = newest.Name,
        Requests = newest.Requests,
        Suspended = newest.Suspended,
        Stopped = newest.Stopped,
        Orphaned = newest.Orphaned,
        ReconcileEnabled = newest.ReconcileEnabled,
        // What neither of them says is the default, as it is now.
        DriftPolicy = good.Settings.DriftPolicy is null && newest.Settings.DriftPolicy is null ? newest.DriftPolicy : good.DriftPolicy,
        ChangePolicy = Says(good.Settings) || Says(newest.Settings) ? good.ChangePolicy : newest.ChangePolicy,
        RemoveEnabled = good.Settings.Remove.Enabled is null && newest.Settings.Remove.Enabled is null ? newest.RemoveEnabled : good.RemoveEnabled,
    };

    // The default of the one policy follows the other.
    private static bool Says(StackSettings settings) => settings.ChangePolicy is not null || settings.DriftPolicy is not null;
}
