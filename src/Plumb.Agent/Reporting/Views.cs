using Plumb.Compose.Model;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Stacks;
using Plumb.Kernel.Decisions;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Reporting;

/// <summary>The kernel's and the driver's facts in the words of the wire.</summary>
internal static class Views
{
    /// <summary>An enum's name as the wire writes it.</summary>
    public static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    public static DifferenceView Of(Difference d) => new(d.Kind, d.Service, d.Field, d.Desired, d.Actual);

    public static HoldView Of(Hold h) => new(h.Reason.ToString(), h.Message, h.Since, h.Until, h.Lift);

    public static FailureView Of(Failure f) => new(f.Action, f.Count, f.Error, f.LastAt, f.NextTryAt);

    public static ContainerView Of(ContainerSeen c) => new(c.Id, c.Name, c.Service, c.State, c.Health, c.Image, c.Ports);

    public static WorldView Of(WorldMemory memory, string? whyNot) =>
        new(memory.World, whyNot, Word(memory.Position.ToString()), memory.Since, memory.TryAt, memory.OpenedBy);

    public static DecisionView Of(Decision decision, string? stack, string agent, string? revision) => new()
    {
        Id = decision.Id,
        StackId = decision.Object.Value,
        Stack = stack,
        Agent = agent,
        Cause = Word(decision.Cause.ToString()),
        Outcome = Word(decision.Outcome.ToString()),
        Desired = decision.Desired,
        Fingerprint = decision.Differing,
        Revision = revision,
        Differences = [.. decision.Differences.Select(Of)],
        Steps = [.. decision.Steps.Select(s => new StepView(s.Action, s.Changes, s.Why, s.Outcome, s.Error, s.Duration.TotalSeconds))],
        Holds = [.. decision.Holds.Select(Of)],
        Started = decision.Started,
        DurationSeconds = decision.Duration.TotalSeconds,
    };
}
