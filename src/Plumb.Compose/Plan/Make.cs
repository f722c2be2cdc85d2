using System.Runtime.InteropServices;

namespace Plumb.Compose.Plan;

/// <summary>What has to be done to the containers of a service.</summary>
[Flags]
internal enum Make
{
    Nothing = 0,

    /// <summary>A container that is there has to run.</summary>
    Start = 1,

    /// <summary>A container is missing.</summary>
    Create = 2,

    /// <summary>The containers that are there have to be made anew.</summary>
    Recreate = 4,
}

/// <summary>What a service needs, by who moved: the desired state (change) or the host (drift).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Need(Make Change, Make Drift)
{
    public Need With(Make make, bool drift) => drift ? this with { Drift = Drift | make } : this with { Change = Change | make };
}
