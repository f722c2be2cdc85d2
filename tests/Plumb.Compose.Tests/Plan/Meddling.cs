using Plumb.Compose.Model;

namespace Plumb.Compose.Tests.Plan;

/// <summary>What people and machines do to a running stack.</summary>
internal static class Meddling
{
    private static readonly string[] States = ["exited", "created", "paused", "dead", "removing"];

    public static void Once(Random random, StackWorld world, ComposeSpec spec)
    {
        switch (random.Next(6))
        {
            case 0 when world.Networks.Count > 0:
                world.Networks.Remove(Any(random, [.. world.Networks.Keys.Order(StringComparer.Ordinal)]));
                break;
            case 1:
                world.Layout = world.Layout with { Changed = [$"f{random.Next(3)}"] };
                break;
            case 2 when Running(world, spec) is { Count: > 0 } running:
                var stale = Any(random, running);
                world.Layout = world.Layout with { Stale = [new(stale.Id, "f0")] };
                break;
            default:
                OneService(random, world, spec);
                break;
        }
    }

    /// <returns>The service that was meddled with.</returns>
    public static string OneService(Random random, StackWorld world, ComposeSpec spec)
    {
        var running = Running(world, spec);
        if (running.Count == 0)
            return "";
        var victim = Any(random, running);
        switch (random.Next(7))
        {
            case 0:
                world.Containers.Remove(victim);
                break;
            case 1:
                world.Containers.Remove(victim);
                world.Make(spec, victim.Service, victim.Number, marked: false);
                break;
            case 2 when random.Next(2) == 0:
                world.Change(victim, it => it with { Inspection = it.Inspection! with { Settings = new() { Restart = "on-failure", PidsLimit = 9 } } });
                break;
            case 2:
                world.Change(victim, it => it with { Inspection = it.Inspection! with { Settings = new() { Memory = 1 } } });
                break;
            case 3 when victim.Networks.Count > 0:
                world.Change(victim, it => it with { Networks = [] });
                break;
            case 4:
                world.Change(victim, it => it with { Mark = it.Mark is null ? null : it.Mark with { InputsHash = null } });
                break;
            case 5:
                world.Make(spec, victim.Service, victim.Number + 10, marked: random.Next(2) == 0);
                break;
            default:
                world.Change(victim, it => it with { State = Any(random, States), ExitCode = random.Next(3) });
                break;
        }

        return victim.Service;
    }

    private static List<ContainerSeen> Running(StackWorld world, ComposeSpec spec) =>
        [.. world.Containers.Where(it => !it.OneOff && spec.Rendered!.Services.ContainsKey(it.Service))];

    private static T Any<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
