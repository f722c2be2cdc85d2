using Plumb.Simulation.Engine;
using Plumb.Simulation.Fleet;
using Plumb.Simulation.Mutants;
using Plumb.Simulation.Play;

namespace Plumb.Simulation;

/// <summary>Sixty agents of one control plane, over networks that lose, cut, delay and repeat answers, and that are gone for ten minutes now and then.</summary>
public sealed class FleetTests
{
    private const int Agents = 60;

    [Fact]
    public void K1_to_K12_hold_across_the_network()
    {
        // As many objects are played as with the other seeds: one of these is some forty of those.
        foreach (var seed in Seeds.All.Where(it => it % 40 == 0))
            Play(seed, new());
    }

    [Theory]
    [InlineData(nameof(IntakeFaults.TakesOlderOnes), "K11")]
    [InlineData(nameof(IntakeFaults.TakesAnyAnswer), "Removal")]
    [InlineData(nameof(IntakeFaults.TakesPartsForAll), "Removal")]
    [InlineData(nameof(IntakeFaults.ForgetsRemovals), "K1")]
    [InlineData(nameof(IntakeFaults.IsToldOnlyWhatChanged), "Removal")]
    public void A_mutant_is_caught(string fault, string by)
    {
        var faults = new IntakeFaults();
        typeof(IntakeFaults).GetProperty(fault)!.SetValue(faults, true);
        Assert.Equal(by, Assert.IsType<InvariantException>(Record.Exception(() => Enumerable.Range(0, 10).ToList().ForEach(seed => PlayBare(seed, faults)))).Invariant);
    }

    private static void Play(int seed, IntakeFaults faults)
    {
        try
        {
            PlayBare(seed, faults);
        }
        catch (InvariantException broken)
        {
            throw new InvalidOperationException($"seed {seed}, {Agents} agents: {broken.Message}", broken);
        }
    }

    private static void PlayBare(int seed, IntakeFaults faults)
    {
        var script = Script.Of(seed);
        var estate = new Estate();
        new Simulation<Compose.Model.ComposeSpec, Compose.Model.StackSeen>(
            script with { Agents = Agents, OneEstate = true, Objects = Math.Min(script.Objects, 4) }, () => new ComposeUniverse(fleet: faults, estate: estate)).Play();
    }
}
