using Plumb.Compose.Model;

namespace Plumb.Compose.Plan;

/// <summary>Steps with their words. The actions are stable: failures are counted by them.</summary>
internal static class StepOf
{
    public static ComposeStep.Adopt Adopt(string project) => new()
    {
        Action = "adopt",
        World = ComposeStep.Work,
        Changes = $"records the project {project} as ours",
        Why = "a person asked for it",
    };

    public static ComposeStep.LayOut LayOut(IReadOnlyList<StaleMount> stale, string why) => new(stale)
    {
        Action = "layout",
        World = ComposeStep.Work,
        Changes = "writes the stack's files",
        Why = why,
    };

    public static ComposeStep.Build Build(IReadOnlyList<string> services, string why) => new(services)
    {
        Action = "build",
        World = ComposeStep.Engine,
        Changes = $"builds {Names.List(services)}",
        Why = why,
    };

    public static ComposeStep.Pull Pull(IReadOnlyList<string> services, string why) => new(services)
    {
        Action = "pull",
        World = ComposeStep.Engine,
        Changes = $"pulls images of {Names.List(services)} where the policy asks",
        Why = why,
    };

    public static ComposeStep.Await Await(IReadOnlyList<ServiceDependency> conditions, IReadOnlyList<string> waiting) => new(conditions)
    {
        Action = "await",
        World = ComposeStep.Engine,
        Changes = $"waits for {Names.List([.. conditions.Select(Words)])}",
        Why = $"{Names.List(waiting)} {(waiting.Count == 1 ? "needs" : "need")} {Names.List([.. conditions.Select(Words)])}",
    };

    public static ComposeStep.Up Up(IReadOnlyList<string> recreate, IReadOnlyList<string> ensure, string why) => new(recreate, ensure)
    {
        Action = "up",
        World = ComposeStep.Engine,
        Changes = recreate.Count == 0 ? $"brings up {Names.List(ensure)}"
            : ensure.Count == 0 ? $"recreates {Names.List(recreate)}"
            : $"recreates {Names.List(recreate)}; brings up {Names.List(ensure)}",
        Why = why,
    };

    public static ComposeStep.Verify Verify(IReadOnlyList<string> services) => new(services)
    {
        Action = "verify",
        World = ComposeStep.Engine,
        Changes = $"sees whether {Names.List(services)} came up",
        OnlyLooks = true,
        Why = "an apply is only done when it is seen",
    };

    public static ComposeStep.Rename Rename(IReadOnlyList<ContainerName> names, string why) => new(names)
    {
        Action = "rename",
        World = ComposeStep.Engine,
        Changes = $"renames {Names.List([.. names.Select(name => name.Name)])}",
        Why = why,
    };

    public static ComposeStep.Update Update(IReadOnlyList<ContainerUpdate> containers, string why) => new(containers)
    {
        Action = "update",
        World = ComposeStep.Engine,
        Changes = $"sets limits of {Names.List([.. containers.Select(it => it.Service).Distinct(StringComparer.Ordinal)])}",
        Why = why,
    };

    public static ComposeStep.Unpause Unpause(IReadOnlyList<string> containers, string why) => new(containers)
    {
        Action = "unpause",
        World = ComposeStep.Engine,
        Changes = $"unpauses {Names.Count(containers.Count, "container")}",
        Why = why,
    };

    public static ComposeStep.Stop Stop(IReadOnlyList<string> containers) => new(containers)
    {
        Action = "stop",
        World = ComposeStep.Engine,
        Changes = $"stops {Names.Count(containers.Count, "container")}",
        Why = "the stack should be stopped",
    };

    public static ComposeStep.RemoveContainers Remove(IReadOnlyList<string> containers, string changes, string why) => new(containers)
    {
        Action = "remove",
        World = ComposeStep.Engine,
        Changes = changes,
        Why = why,
    };

    public static ComposeStep.Down Down(string project, bool wholeProject, bool volumes, IReadOnlyList<string> containers) =>
        new(project, wholeProject, volumes, containers)
        {
            Action = "down",
            World = ComposeStep.Engine,
            Changes = volumes ? $"takes {project} down, its volumes included" : $"takes {project} down, its volumes stay",
            Why = "the stack is not desired any more",
            Destructive = true,
            Deadline = TimeSpan.FromMinutes(10),
        };

    private static string Words(ServiceDependency needed) => needed.Condition switch
    {
        Conditions.Healthy => $"{needed.Service} healthy",
        Conditions.Completed => $"{needed.Service} completed",
        _ => $"{needed.Service} started",
    };
}
