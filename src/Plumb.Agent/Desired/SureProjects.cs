using System.Collections.Concurrent;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Desired;

/// <summary>
/// Which stacks need not wait until all are prepared: it is sure that no other one can want the same project, and nothing else of them hangs on
/// the others.
/// </summary>
internal sealed class SureProjects
{
    private readonly ILookup<string, string> wanted;

    private SureProjects(ILookup<string, string> wanted) => this.wanted = wanted;

    /// <param name="stacks">All that there are.</param>
    /// <param name="projectsOf">All that a stack has or may want; null: it could be any.</param>
    /// <param name="limit">How many are asked about at once.</param>
    /// <returns>Null: a stack may want any project, so that none is sure.</returns>
    public static async Task<SureProjects?> OfAsync(
        IReadOnlyList<TargetStack> stacks, Func<TargetStack, CancellationToken, Task<IReadOnlyList<string>?>> projectsOf, ParallelOptions limit)
    {
        var known = new ConcurrentBag<(string Project, string Stack)>();
        var unknown = 0;
        await Parallel.ForEachAsync(stacks, limit, async (stack, stop) =>
        {
            var projects = await projectsOf(stack, stop);
            if (projects is null)
                Interlocked.Increment(ref unknown);
            foreach (var project in projects ?? [])
                known.Add((project, stack.Id));
        });
        return unknown > 0 ? null : new(known.ToLookup(k => k.Project, k => k.Stack, StringComparer.Ordinal));
    }

    /// <summary>The spec stays as it is, whatever becomes of the others.</summary>
    public bool IsSure(ComposeSpec spec) =>
        spec.Target is { Requests.Count: 0, Settings.DependsOn.Count: 0 } && wanted[spec.Project].Any() && wanted[spec.Project].All(id => id == spec.Id.Value);
}
