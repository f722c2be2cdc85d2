using Plumb.Contracts.Stacks;

namespace Plumb.Server.Stacks;

/// <summary>What holds for stacks whose own file does not say.</summary>
public sealed record PolicyDefaults
{
    public DriftPolicy Drift { get; init; } = DriftPolicy.Revert;

    /// <summary>Null: auto under revert, flag under flag.</summary>
    public ChangePolicy? Change { get; init; }

    /// <summary>What went from the desired state is removed. Default off.</summary>
    public bool Remove { get; init; }

    /// <summary>Off: steps never run; looking and reporting go on.</summary>
    public bool ReconcileEnabled { get; init; } = true;
}

/// <summary>The policies of one stack, every default filled in.</summary>
internal sealed record StackPolicies(DriftPolicy Drift, ChangePolicy Change, bool Remove, bool ReconcileEnabled)
{
    /// <summary>Whether a stack that went from its source is removed.</summary>
    /// <param name="acknowledged">A person let its removal through.</param>
    public bool MayGo(bool acknowledged) => Remove && (Change == ChangePolicy.Auto || acknowledged);

    public static StackPolicies Of(StackSettings settings, PolicyDefaults defaults)
    {
        var drift = settings.DriftPolicy ?? defaults.Drift;
        // A stack's own drift policy says more about its changes than a default made for all.
        var change = settings.ChangePolicy
            ?? (settings.DriftPolicy is null ? defaults.Change : null)
            ?? (drift == DriftPolicy.Flag ? ChangePolicy.Flag : ChangePolicy.Auto);
        return new(drift, change, settings.Remove.Enabled ?? defaults.Remove, defaults.ReconcileEnabled);
    }
}
