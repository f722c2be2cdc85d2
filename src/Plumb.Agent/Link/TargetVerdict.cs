using Plumb.Agent.State;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Link;

/// <summary>What a target state that came is to the one that is held. Pure.</summary>
internal abstract record TargetVerdict
{
    private TargetVerdict()
    {
    }

    /// <param name="Restored">The control plane counts anew: it was put back from a backup.</param>
    public sealed record Newer(bool Restored) : TargetVerdict;

    /// <summary>The very one that is held.</summary>
    public sealed record Same : TargetVerdict;

    /// <summary>Older than what is held: refused.</summary>
    public sealed record Stale(string Why) : TargetVerdict;

    public static TargetVerdict Of(CachedTarget? held, TargetState next, string? tag)
    {
        if (held?.Target is not { } last)
            return new Newer(Restored: false);
        if (next.Epoch != last.Epoch)
            return new Newer(Restored: true);
        if (next.Version < last.Version)
            return new Stale($"version {next.Version} came after version {last.Version} of epoch {next.Epoch}");
        return next.Version == last.Version && held.ETag == tag ? new Same() : new Newer(Restored: false);
    }
}
