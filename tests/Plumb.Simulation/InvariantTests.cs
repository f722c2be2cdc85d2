using Plumb.Kernel.Planning;
using Plumb.Simulation.Engine;
using Plumb.Simulation.Play;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation;

public sealed class InvariantTests
{
    [Fact]
    public void K1_to_K12_hold_in_the_toy_world_with_every_seed() => PlayAll(() => new ToyUniverse());

    [Fact]
    public void K1_to_K12_hold_with_the_compose_planner_with_every_seed() => PlayAll(() => new ComposeUniverse());

    [Fact]
    public void K3_any_order_and_K4_any_fate_of_hints_end_in_the_same_state() => EndAlike(() => new ToyUniverse());

    [Fact]
    public void K3_any_order_and_K4_any_fate_of_hints_end_in_the_same_state_with_the_compose_planner() => EndAlike(() => new ComposeUniverse());

    [Fact]
    public void K1_to_K12_hold_and_nothing_is_removed_but_by_a_complete_newer_target_state_over_a_bad_network() =>
        PlayAll(() => new ComposeUniverse(fleet: new()));

    [Fact]
    public void K3_any_order_of_facts_and_answers_ends_in_the_same_state() => EndAlike(() => new ComposeUniverse(fleet: new()));

    [Fact]
    public void A_seed_replays_to_the_last_command()
    {
        for (var seed = 0; seed < 20; seed++)
            Assert.Equal(Fingerprint(seed), Fingerprint(seed));

        static (long, long) Fingerprint(int seed)
        {
            var play = new Simulation<ToySpec, ToySeen>(Script.Of(seed), () => new ToyUniverse());
            play.Play();
            return play.Trace.Fingerprint;
        }
    }

    internal static void PlayAll<TSpec, TSeen>(Func<IUniverse<TSpec, TSeen>> universe)
        where TSpec : class, ISpec
        where TSeen : class
    {
        foreach (var seed in Seeds.All)
            Play(Script.Of(seed), universe);
    }

    /// <summary>Whatever came before and in whatever order, what is desired in the end alone says how it ends.</summary>
    internal static void EndAlike<TSpec, TSeen>(Func<IUniverse<TSpec, TSeen>> universe)
        where TSpec : class, ISpec
        where TSeen : class
    {
        foreach (var seed in Seeds.All.Take(Seeds.Count / 4))
        {
            var script = Script.Of(seed) with { Ending = seed };
            var pictures = Enum.GetValues<HintFate>().Select(fate => script with { Hints = fate })
                .Append(Script.Of(seed + 1_000_000) with { Ending = seed, Agents = script.Agents, Objects = script.Objects })
                .Select(it => Play(it, universe));
            var different = pictures.Distinct(StringComparer.Ordinal).ToList();
            Assert.True(different.Count == 1, $"seed {seed} ends differently:\n{string.Join("\n==\n", different)}\nReplay: {Seeds.Replay(seed)}");
        }
    }

    private static string Play<TSpec, TSeen>(Script script, Func<IUniverse<TSpec, TSeen>> universe)
        where TSpec : class, ISpec
        where TSeen : class
    {
        var play = new Simulation<TSpec, TSeen>(script, universe);
        try
        {
            return play.Play();
        }
        catch (InvariantException broken)
        {
            throw new InvalidOperationException($"seed {script.Seed}: {broken.Message}\n{script}\nReplay: {Seeds.Replay(script.Seed)}\n{play.Trace}", broken);
        }
    }
}
