using Plumb.Agent.Reporting;
using Plumb.Compose.Model;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>Ways in which a stack may stand.</summary>
internal static class Standing
{
    public static DateTimeOffset At { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static StackStanding Nothing() => new() { Target = Stacks.Target("web", Stacks.Content("app")) };

    public static StackStanding Absent() => Nothing() with { Seen = Seen.Absent, Status = Status(Seen.Absent) };

    public static StackStanding Present()
    {
        var world = new World();
        world.Run("web", "app", new ContainerMark { Ownership = new Ownership("test", Stacks.Scope, "web") });
        return Nothing() with
        {
            Seen = Seen.Present,
            Status = Status(Seen.Present),
            Actual = new StackSeen
            {
                Project = "web",
                Containers = world.Of("web"),
                Networks = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
                Volumes = new Dictionary<string, ResourceSeen>(StringComparer.Ordinal),
                Layout = LayoutSeen.None,
            },
        };
    }

    public static StackStanding InSync(this StackStanding stack) => stack;

    public static StackStanding Differing(this StackStanding stack) => stack with
    {
        Status = stack.Status! with { Differing = "abc", Differences = [new Difference("scale", "app", "containers", "1", "0")] },
    };

    public static StackStanding Held(this StackStanding stack, HoldReason reason, string message) => stack with
    {
        Status = stack.Status! with { Holds = [.. stack.Status.Holds, new Hold(reason, message, At, null, "something")] },
    };

    public static StackStanding Failing(this StackStanding stack, string error) => stack with
    {
        Status = stack.Status! with { Failures = [new Failure("up", 1, error, At, null)] },
    };

    private static ObjectStatus Status(Seen seen) => new()
    {
        Id = new ObjectId("id-web"),
        Desired = "f",
        Seen = seen,
        Activity = Kernel.Loop.Activity.Idle,
        Differences = [],
        Differing = null,
        Health = Health.Healthy,
        HealthMessage = null,
        Holds = [],
        Failures = [],
    };
}
