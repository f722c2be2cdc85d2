using Plumb.Agent.State;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;

namespace Plumb.Agent.Desired;

/// <summary>Tells the driver and the reporter which stacks are to go, and on what terms, before the loop learns it.</summary>
internal sealed class Departures(string instance, DepartedStacks driver, Action<IReadOnlyList<TargetStack>> reporter)
{
    public void Tell(IReadOnlyList<Removal> removals, TargetState target)
    {
        // A stack that came back under another id, such as after the control plane lost its database: its containers are that one's now.
        var places = target.Stacks.Select(s => (s.Scope, s.Path)).ToHashSet();
        driver.Replace(removals.Select(r => new DepartedStack(
            new ObjectId(r.Stack.Id),
            new Ownership(instance, r.Stack.Scope, r.Stack.Path),
            new RemovalTerms(r.Allowed, r.Stack.Settings.Remove.Volumes, r.Marker?.KeepRunning == true || places.Contains((r.Stack.Scope, r.Stack.Path))) { Massive = r.Massive })));
        reporter([.. removals.Select(r => r.Stack)]);
    }
}
