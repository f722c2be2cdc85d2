using Plumb.Compose.Model;
using Plumb.Kernel.Planning;
using Plumb.Simulation.Engine;
using Plumb.Simulation.Mutants;
using Plumb.Simulation.Play;
using Plumb.Simulation.Toy;

namespace Plumb.Simulation;

/// <summary>The simulation proves itself: each deliberate fault is caught, and by the invariant that it breaks.</summary>
public sealed class MutantTests
{
    private const int Seeds = 1000;

    [Theory]
    [InlineData(typeof(ActsOnHintsOnly), "K1")]
    [InlineData(typeof(RemovesOnAPartialLook), "K6")]
    [InlineData(typeof(ActsOnUnknown), "K6 K8")]
    [InlineData(typeof(RemovesBeforeAllIsKnown), "K6")]
    [InlineData(typeof(RunsAnIdTwice), "K5")]
    [InlineData(typeof(CrowdsItsPlaces), "Places")]
    [InlineData(typeof(OutlivedByItsChildren), "K5")]
    [InlineData(typeof(ForgetsFailures), "K8")]
    [InlineData(typeof(ForgetsBreakers), "BreakerOpen")]
    [InlineData(typeof(UsesAStaleDesiredState), "K11")]
    [InlineData(typeof(LosesATriggerInFlight), "K1 K11")]
    [InlineData(typeof(NeverLiftsAHold), "K1")]
    [InlineData(typeof(IgnoresSuspend), "Suspended")]
    [InlineData(typeof(IgnoresFences), "Fenced")]
    [InlineData(typeof(HintsShortenBackoffs), "BackingOff")]
    [InlineData(typeof(NeverBacksOff), "Blocked")]
    [InlineData(typeof(NeverOpensABreaker), "BreakerOpen")]
    [InlineData(typeof(Starves), "K10")]
    [InlineData(typeof(Spins), "K1")]
    [InlineData(typeof(WritesOnQuietSweeps), "K12")]
    [InlineData(typeof(IgnoresRemovals), "K1")]
    [InlineData(typeof(AlertsWithEachFailure), "Alerts")]
    [InlineData(typeof(ExplainsNothing), "K9")]
    public void A_mutant_of_the_kernel_is_caught(Type mutant, string by) =>
        Caught(by, () => new ToyUniverse(), () => (Mutation<ToySpec, ToySeen>)Activator.CreateInstance(mutant)!);

    [Theory]
    [InlineData(typeof(RemovesStrangers), "K7")]
    [InlineData(typeof(OverlooksVersions), "K1")]
    [InlineData(typeof(SeesAndDoesNothing), "K9")]
    [InlineData(typeof(NeverSatisfied), "K2")]
    public void A_mutant_of_the_planner_is_caught(Type mutant, string by) =>
        Caught(by, () => new ToyUniverse((IPlanner<ToySpec, ToySeen>)Activator.CreateInstance(mutant)!), () => new Mutation<ToySpec, ToySeen>());

    [Theory]
    [InlineData(typeof(RemovesForeignContainers), "K7")]
    [InlineData(typeof(TakesEveryMarkForOurs), "K7")]
    [InlineData(typeof(ForgetsRemovalTerms), "K7")]
    [InlineData(typeof(TakesVolumesAlong), "K7")]
    [InlineData(typeof(TakesTheWholeProjectDown), "K7")]
    [InlineData(typeof(RecreatesWhatDoesNotDiffer), "NoNeedlessRestart")]
    [InlineData(typeof(IgnoresPolicies), "Policy")]
    [InlineData(typeof(KeepsTheFirstFile), "K1 K11")]
    [InlineData(typeof(LeavesOrphans), "K1")]
    [InlineData(typeof(LeavesWhatWasMadeByHand), "K1 K2 K9")]
    [InlineData(typeof(LeavesPaused), "K1")]
    [InlineData(typeof(NeverLaysOut), "K1 K2")]
    public void A_mutant_of_the_compose_planner_is_caught(Type mutant, string by) =>
        Caught(by, () => new ComposeUniverse((IPlanner<ComposeSpec, StackSeen>)Activator.CreateInstance(mutant)!), () => new Mutation<ComposeSpec, StackSeen>());

    [Theory]
    [InlineData(nameof(IntakeFaults.TakesOlderOnes), "K11")]
    [InlineData(nameof(IntakeFaults.TakesAnyAnswer), "Removal")]
    [InlineData(nameof(IntakeFaults.TakesPartsForAll), "Removal")]
    [InlineData(nameof(IntakeFaults.ForgetsRemovals), "K1")]
    [InlineData(nameof(IntakeFaults.WritesTheTargetFirst), "K1")]
    public void A_mutant_of_the_way_of_target_states_is_caught(string fault, string by)
    {
        var faults = new IntakeFaults();
        typeof(IntakeFaults).GetProperty(fault)!.SetValue(faults, true);
        Caught(by, () => new ComposeUniverse(fleet: faults), () => new Mutation<ComposeSpec, StackSeen>());
    }

    private static void Caught<TSpec, TSeen>(string by, Func<IUniverse<TSpec, TSeen>> universe, Func<Mutation<TSpec, TSeen>> mutation)
        where TSpec : class, ISpec
        where TSeen : class
    {
        var others = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Seeds; seed++)
        {
            try
            {
                new Simulation<TSpec, TSeen>(Script.Of(seed), universe, mutation).Play();
            }
            catch (InvariantException broken)
            {
                if (by.Split(' ').Contains(broken.Invariant, StringComparer.Ordinal))
                    return;
                others[broken.Invariant] = others.GetValueOrDefault(broken.Invariant) + 1;
            }
        }

        Assert.Fail($"not caught by {by} within {Seeds} seeds; others: {string.Join(", ", others)}");
    }
}
