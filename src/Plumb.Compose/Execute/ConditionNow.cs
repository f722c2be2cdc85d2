using Plumb.Compose.Model;
using Plumb.Compose.Plan;

namespace Plumb.Compose.Execute;

/// <summary>How a condition of <c>depends_on</c> stands right now.</summary>
internal abstract record ConditionNow
{
    private ConditionNow()
    {
    }

    public sealed record Met : ConditionNow;

    /// <param name="What">What is waited for: <c>db is starting</c>.</param>
    public sealed record NotYet(string What) : ConditionNow
    {
        /// <summary>It ended with an error, and the engine tries again: that may never get better.</summary>
        public bool Fails { get; init; }
    }

    /// <param name="Why">It will not come by waiting: <c>db ended with exit code 1</c>.</param>
    public sealed record Never(string Why) : ConditionNow;

    /// <param name="desired">The service that is needed, as it should be; null: not known.</param>
    public static ConditionNow Of(ServiceDependency needed, ProjectNow now, RenderedService? desired)
    {
        var containers = now.Of(needed.Service).ToList();
        if (containers.Count == 0)
            return new Never($"{needed.Service} has no container");
        ConditionNow worst = new Met();
        foreach (var one in containers.Select(container => Of(needed, container, desired)))
        {
            if (one is Never)
                return one;
            if (one is NotYet)
                worst = one;
        }

        return worst;
    }

    private static ConditionNow Of(ServiceDependency needed, ContainerSeen container, RenderedService? desired) => (needed.Condition, container) switch
    {
        (Conditions.Completed, { State: "exited", ExitCode: 0 }) => new Met(),
        (Conditions.Completed, { State: "running" or "restarting" }) when desired is { Restart: "always" or "unless-stopped" } =>
            new Never($"{needed.Service} never ends: its restart policy is {desired.Restart}"),
        (Conditions.Completed, { State: "running" }) => new NotYet($"{needed.Service} has not ended"),
        (Conditions.Started, { State: "running" }) or (Conditions.Started, { State: "exited", ExitCode: 0 }) => new Met(),
        (Conditions.Healthy, { State: "running", Health: "healthy" or "none" }) => new Met(),
        (Conditions.Healthy, { State: "running", Health: "starting" }) => new NotYet($"{needed.Service} is not healthy yet"),
        (Conditions.Healthy, { State: "running" }) => new Never($"{needed.Service} is {container.Health}"),
        (_, { State: "exited" }) => new Never($"{needed.Service} ended with exit code {container.ExitCode}"),
        (_, { State: "restarting" }) => new NotYet($"{needed.Service} is being restarted") { Fails = true },

        // Whoever waits has brought up before what could be: a container that was made and does not run is started by nobody now.
        (_, { State: "created" }) => new Never($"{needed.Service} could not be started"),
        (_, { State: "paused" or "dead" }) => new Never($"{needed.Service} is {container.State}"),
        _ => new NotYet($"{needed.Service} is {container.State}"),
    };
}
