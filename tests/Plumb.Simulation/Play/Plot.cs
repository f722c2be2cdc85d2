using Plumb.Kernel;
using Plumb.Kernel.Loop;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Play;

/// <summary>Arranges everything that is to happen while there is trouble.</summary>
public sealed class Plot<TSpec, TSeen>(Script script, VirtualTime time, Actor<TSpec, TSeen>[] actors)
    where TSpec : class, ISpec
    where TSeen : class
{
    private readonly Random random = new(script.Seed);

    public void Arrange()
    {
        foreach (var actor in actors)
            Arrange(actor);
        if (actors.Length > 1 && !script.OneEstate)
            Often(script.Changes, MoveToAnother);
    }

    private void Arrange(Actor<TSpec, TSeen> actor)
    {
        var stage = actor.Stage;
        foreach (var id in actor.Ids.Where(_ => random.Next(4) > 0))
            actor.Desire.Specs[id] = stage.Universe.Change(id, before: null, random);
        Often(script.Changes, () => Change(actor, Any(actor)));
        Often(script.Meddlings, () => Meddle(actor));
        Often(script.Kills, actor.Host.Kill);
        Often(script.Asks, () => Post(actor, new LoopEvent<TSpec, TSeen>.Asked(Any(actor), (Ask)random.Next(3))));
        Often(script.ClockJumps, () => actor.Host.MoveClock(TimeSpan.FromMinutes(random.Next(-90, 91))));
        Often(script.Storms, () => Storm(actor));
        Lasting(script.Outages, () => stage.Outage = "no socket", () => stage.Outage = null);
        Lasting(script.PartialLooks, () => stage.Partial = "half of it is hidden", () => stage.Partial = null);
        Lasting(script.Fences, () => Fence(actor, "a newer session"), () => Fence(actor, why: null));
        for (var i = 0; i < script.Broken; i++)
        {
            var id = Any(actor);
            Lasting(1, () => stage.Broken.Add(id), () => stage.Broken.Remove(id));
        }

        Lasting(script.BreakersByHand, () => SetBreaker(actor, open: true), () => SetBreaker(actor, open: false));
        Lasting(random.Next(2), () => actor.Desire.Complete = false, () => actor.Desire.Complete = true);
        for (var at = TimeSpan.Zero; at < script.Trouble; at += TimeSpan.FromSeconds(20 + random.Next(40)))
            time.At(at, actor.Host.Fetch);
    }

    private void Change(Actor<TSpec, TSeen> actor, ObjectId id)
    {
        var specs = actor.Desire.Specs;
        var before = specs.GetValueOrDefault(id);
        if (before is not null && random.Next(4) == 0)
            specs.Remove(id);
        else if (before is not null && random.Next(4) == 0)
            specs[id] = actor.Stage.Universe.Suspend(before, !before.Suspended);
        else
            specs[id] = actor.Stage.Universe.Change(id, before, random);
        TellSoonOrLate(actor);
    }

    /// <summary>Another agent is to have it from now on.</summary>
    private void MoveToAnother()
    {
        var (from, to) = (actors[random.Next(actors.Length)], actors[random.Next(actors.Length)]);
        var id = Any(from);
        if (!from.Desire.Specs.Remove(id, out var spec))
            return;
        to.Desire.Specs[id] = spec;
        TellSoonOrLate(from);
        TellSoonOrLate(to);
    }

    /// <summary>The host may be told soon, or may hear of it at its next fetch.</summary>
    private void TellSoonOrLate(Actor<TSpec, TSeen> actor)
    {
        if (random.Next(2) == 0)
            time.After(Within(TimeSpan.FromSeconds(2)), actor.Host.Fetch);
    }

    private void Meddle(Actor<TSpec, TSeen> actor)
    {
        var id = Any(actor);
        MeddleWith(actor, id);
        Hint(actor, id);
        if (random.Next(6) == 0 && !actor.Trouble.IsOver)
            time.After(Within(TimeSpan.FromSeconds(5)), () => Meddle(actor));
    }

    private void MeddleWith(Actor<TSpec, TSeen> actor, ObjectId id)
    {
        if (actor.Trouble.IsOver)
            return;
        actor.Stage.Universe.Meddle(id, random);
        actor.Stage.Disturbed(id);
    }

    private void Hint(Actor<TSpec, TSeen> actor, ObjectId id)
    {
        var times = script.Hints switch
        {
            HintFate.Delivered => 1,
            HintFate.Dropped => 0,
            HintFate.Doubled => 2,
            _ => random.Next(3),
        };
        for (; times > 0; times--)
        {
            var (late, about) = (Within(TimeSpan.FromSeconds(random.Next(5) == 0 ? 30 : 0.2)), random.Next(10) == 0 ? (ObjectId?)null : id);
            time.After(late, () => Post(actor, new LoopEvent<TSpec, TSeen>.Hinted(about)));
        }
    }

    /// <summary>Hints about three objects, without end for two minutes: all others must be served all the same.</summary>
    private void Storm(Actor<TSpec, TSeen> actor)
    {
        ObjectId[] about = [Any(actor), Any(actor), Any(actor)];
        for (var at = 0; at < 12_000; at++)
        {
            var hinted = about[at % about.Length];
            time.After(TimeSpan.FromMilliseconds(at * 10), () => Post(actor, new LoopEvent<TSpec, TSeen>.Hinted(hinted)));
        }

        foreach (var id in actor.Ids)
            time.After(Within(TimeSpan.FromSeconds(30)), () => MeddleWith(actor, id));
    }

    private static void Fence(Actor<TSpec, TSeen> actor, string? why)
    {
        if (actor.Trouble.IsOver)
            return;
        actor.Stage.FencedWhy = why;
        Post(actor, new LoopEvent<TSpec, TSeen>.FencedBy(why));
    }

    private static void SetBreaker(Actor<TSpec, TSeen> actor, bool open)
    {
        if (!actor.Trouble.IsOver)
            Post(actor, new LoopEvent<TSpec, TSeen>.BreakerSet(actor.Stage.Universe.World, open, "ann"));
    }

    private static void Post(Actor<TSpec, TSeen> actor, LoopEvent<TSpec, TSeen> happened) => actor.Host.Post(happened);

    private void Often(int times, Action happening)
    {
        for (; times > 0; times--)
            time.At(Within(script.Trouble), happening);
    }

    private void Lasting(int times, Action begins, Action ends)
    {
        for (; times > 0; times--)
        {
            var at = Within(script.Trouble);
            time.At(at, begins);
            time.At(at + Within(script.Trouble - at), ends);
        }
    }

    private ObjectId Any(Actor<TSpec, TSeen> actor) => actor.Ids[random.Next(actor.Ids.Length)];

    private TimeSpan Within(TimeSpan most) => most * random.NextDouble();
}
