using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks;

/// <summary>Policies that people gave a stack win over those of its content's own file, each by itself.</summary>
internal static class OwnPolicies
{
    public static StackSettings Over(StackSettings settings, PolicyBody? own) => own is null ? settings : settings with
    {
        DriftPolicy = own.DriftPolicy ?? settings.DriftPolicy,
        ChangePolicy = own.ChangePolicy ?? settings.ChangePolicy,
        Remove = own.Remove is { } remove ? remove with { Enabled = remove.Enabled ?? settings.Remove.Enabled } : settings.Remove,
        Suspend = own.Suspend ?? settings.Suspend,
        DependsOn = own.DependsOn ?? settings.DependsOn,
        RollbackOnFailure = own.RollbackOnFailure ?? settings.RollbackOnFailure,
        RepairUnhealthy = own.RepairUnhealthy ?? settings.RepairUnhealthy,
        Health = own.Health ?? settings.Health,
        Pull = own.Pull ?? settings.Pull,
    };
}
