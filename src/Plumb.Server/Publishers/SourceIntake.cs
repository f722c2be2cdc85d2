using Plumb.Contracts.Sources;
using Plumb.Server.Audit;
using Plumb.Server.Storage;

namespace Plumb.Server.Publishers;

/// <summary>
/// Takes a source in, whoever brings it. Where one agent runs in the same process, who starts both consents for it: it serves every source, and runs
/// those that name no agent.
/// </summary>
internal sealed class SourceIntake(ServerOptions options)
{
    /// <returns>Whether anything changed.</returns>
    public bool Put(WriteScope scope, string name, SourceSpec spec, Actor actor)
    {
        var changed = SourceStore.Put(scope, name, spec with { Agent = spec.Agent ?? options.LocalAgent }, actor);
        if (options.LocalAgent is { } agent)
        {
            SourceStore.Subscribe(scope, agent, name);
        }

        return changed;
    }
}
