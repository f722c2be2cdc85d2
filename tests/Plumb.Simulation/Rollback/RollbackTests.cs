using Plumb.Simulation.Play;

namespace Plumb.Simulation.Rollback;

/// <summary>The way back to what was good, under deaths at every write: only what was seen good comes back, its content is there, and nothing flaps.</summary>
public sealed class RollbackTests
{
    private const int Many = 1000;

    [Fact]
    public void Only_what_was_good_comes_back_and_nothing_flaps_with_every_seed()
    {
        for (var seed = 0; seed < Many * 4; seed++)
        {
            try
            {
                new RollbackPlay(seed, new()).Play();
            }
            catch (InvariantException broken)
            {
                Assert.Fail($"seed {seed}: {broken.Message}");
            }
        }
    }

    [Theory]
    [InlineData(nameof(RollbackFaults.ForgetsWhatItGaveUp), "NoFlapping")]
    [InlineData(nameof(RollbackFaults.ActsBeforeItWrites), "NoFlapping")]
    [InlineData(nameof(RollbackFaults.KeepsOnlyTheNewestContent), "Contents")]
    [InlineData(nameof(RollbackFaults.TakesRunningForGood), "GoesBack OnlyGood")]
    [InlineData(nameof(RollbackFaults.TriesAgainByItself), "NoFlapping")]
    public void A_mutant_of_the_way_back_is_caught(string fault, string by)
    {
        var faults = new RollbackFaults();
        typeof(RollbackFaults).GetProperty(fault)!.SetValue(faults, true);
        Assert.Contains(Enumerable.Range(0, Many), seed => IsCaught(seed));

        bool IsCaught(int seed)
        {
            try
            {
                new RollbackPlay(seed, faults).Play();
                return false;
            }
            catch (InvariantException broken)
            {
                return by.Split(' ').Contains(broken.Invariant, StringComparer.Ordinal);
            }
        }
    }
}
