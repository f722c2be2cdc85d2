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
    public sealed record NotYet(string What) : ConditionNow;

    /// <param name="Why">It will not come by waiting: <c>db ended with exit code 1</c>.</param>
    public sealed record Never(string Why) : ConditionNow;

    public static ConditionNow Of(ServiceDependency needed, ProjectNow now)
    {
        var containers = now.Of(needed.Service).ToList();
        if (containers.Count == 0)
            return new Never($"{needed.Service} has no container");
        ConditionNow worst = new Met();
        foreach (var one in containers.Select(container => Of(needed, container)))
        {
            if (one is Never)
                return one;
            if (one is NotYet)
                worst = one;
        }

        return worst;
    }

    private static ConditionNow Of(ServiceDependency needed, ContainerSeen container) => (needed.Condition, container) switch
    {
        (Conditions.Completed, { State: "exited", ExitCode: 0 }) => new Met(),
        (Conditions.Completed, { State: "running" or "restarting" }) => new NotYet($"{needed.Service} has not ended"),
        (Conditions.Started, { State: "running" }) or (Conditions.Started, { State: "exited", ExitCode: 0 }) => new Met(),
        (Conditions.Healthy, { State: "running", Health: "healthy" or "none" }) => new Met(),
        (Conditions.Healthy, { State: "running", Health: "starting" }) => new NotYet($"{needed.Service} is not healthy yet"),
        (Conditions.Healthy, { State: "running" }) => new Never($"{needed.Service} is {container.Health}"),
        (_, { State: "exited" }) => new Never($"{needed.Service} ended with exit code {container.ExitCode}"),
        (_, { State: "restarting" }) => new NotYet($"{needed.Service} is being restarted"),
        _ => new NotYet($"{needed.Service} is {container.State}"),
    };
}
