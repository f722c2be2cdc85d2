using Plumb.Compose.Model;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Desired;

/// <summary>All that can be desired now.</summary>
/// <param name="Specs">With rivals and dependencies.</param>
/// <param name="Failures">Stacks that could not be prepared; those that had a spec before are among the specs all the same.</param>
/// <param name="Complete">Nothing is missing: what is not in it is not desired.</param>
internal sealed record DesiredSet(IReadOnlyList<ComposeSpec> Specs, IReadOnlyList<PreparationFailure> Failures, bool Complete)
{
    /// <param name="stacks">Those of the target state that this driver serves.</param>
    /// <param name="prepared">By stack id: all of them.</param>
    /// <param name="isHandled">Whether a request, by id, was carried out.</param>
    /// <param name="rolledBack">Of a stack by id, why it is not the newest object; null: it is.</param>
    public static DesiredSet Of(
        TargetState target, IReadOnlyList<TargetStack> stacks, IReadOnlyDictionary<string, PreparedStack> prepared, Func<string, bool> isHandled, Func<string, RolledBack?> rolledBack)
    {
        var specs = stacks
            .Select(stack => (stack, spec: prepared[stack.Id].Spec))
            .Where(pair => pair.spec is not null)
            .Select(pair => pair.spec! with
            {
                Adopt = pair.stack.Requests.Any(r => r.Ask == StackAsk.Adopt && !isHandled(r.Id)),
                Acknowledged = pair.stack.Requests.LastOrDefault(r => r.Ask == StackAsk.Acknowledge && !isHandled(r.Id)),
                // One that could not be prepared yet keeps its last spec, which may be the very one that failed.
                RolledBack = pair.spec.Target.Sequence == pair.stack.Sequence ? rolledBack(pair.stack.Id) : null,
            })
            .ToList();
        var failures = stacks.Select(s => prepared[s.Id].Failure).OfType<PreparationFailure>().ToList();
        return new DesiredSet([.. StackSet.Connect(specs)], failures, target.Complete && failures.Count == 0);
    }
}

/// <summary>How far one stack is prepared.</summary>
/// <param name="Identity">What was prepared, or tried to be.</param>
/// <param name="Spec">The newest that could be prepared; null when none could.</param>
/// <param name="Failure">Why it is not what <paramref name="Identity"/> says; null when it is.</param>
internal sealed record PreparedStack(string Identity, ComposeSpec? Spec, PreparationFailure? Failure);
