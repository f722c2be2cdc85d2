using System.Collections.Immutable;
using Plumb.Compose.Model;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Plan;

/// <summary>The steps of one phase, in order.</summary>
internal sealed class PhaseSteps(StackSides sides, Findings found, Phase phase, ImmutableArray<Step>.Builder steps)
{
    private static readonly TimeSpan ApplyDeadline = TimeSpan.FromMinutes(10);

    public void Add()
    {
        var why = new Reasons(found.Differences);
        AddTidying(why);
        AddMaterial(why);
        AddUpdates(why);
        AddWaves(why);
        AddOrphans();
    }

    private void AddTidying(Reasons why)
    {
        if (phase.Leftovers.Count > 0)
            Add(StepOf.Remove(phase.Leftovers, $"removes {Names.Count(phase.Leftovers.Count, "container")} too many or dead", why.Of(DifferenceKinds.Scale, DifferenceKinds.State)));
        if (phase.Renames.Count > 0)
            Add(StepOf.Rename(phase.Renames, why.Of(DifferenceKinds.State)));
        if (phase.Unpause.Count > 0)
            Add(StepOf.Unpause(phase.Unpause, why.Of(DifferenceKinds.State)));
    }

    private void AddMaterial(Reasons why)
    {
        if (phase.LayOut)
            Add(StepOf.LayOut(Stale(), why.Of(DifferenceKinds.Content)));
        var made = sides.Services.Where(entry => (phase.Of(entry.Key) & (Make.Create | Make.Recreate)) != Make.Nothing).Select(entry => entry.Value.Desired).ToList();
        var built = made.Where(service => service.Builds).Select(service => service.Name).ToList();
        var pulled = made.Where(service => !service.Builds && service.Image is not null).Select(service => service.Name).ToList();
        if (built.Count > 0)
            Add(StepOf.Build(built, why.OfServices(built)) with { Deadline = ApplyDeadline });
        if (pulled.Count > 0)
            Add(StepOf.Pull(pulled, why.OfServices(pulled)) with { Deadline = ApplyDeadline });
        if (phase.Strangers.Count > 0)
            Add(StepOf.Remove(phase.Strangers, $"removes {Names.Count(phase.Strangers.Count, "container")} made by hand", why.Of(DifferenceKinds.Replaced)) with { Destructive = true });
    }

    private void AddUpdates(Reasons why)
    {
        // A container that is made anew has its limits from the start.
        var updated = phase.Updates.Where(update => !phase.Of(update.Service).HasFlag(Make.Recreate)).ToList();
        if (updated.Count > 0)
            Add(StepOf.Update(updated, why.Of(DifferenceKinds.Settings)) with { Deadline = ApplyDeadline });
    }

    private void AddWaves(Reasons why)
    {
        var brought = new List<string>();
        foreach (var wave in sides.Rendered.Waves)
        {
            var named = wave.Where(phase.Makes.ContainsKey).ToList();
            if (named.Count == 0)
                continue;
            var awaited = Waiting.Before(sides, named, phase);
            if (awaited.Count > 0)
                Add(StepOf.Await(awaited, named) with { Deadline = ApplyDeadline });
            var recreate = named.Where(name => phase.Of(name).HasFlag(Make.Recreate)).ToList();
            Add(StepOf.Up(recreate, [.. named.Except(recreate, StringComparer.Ordinal)], why.OfServices(named)) with { Deadline = ApplyDeadline });
            brought.AddRange(named);
        }

        if (brought.Count > 0)
            Add(StepOf.Verify(brought));
    }

    private void AddOrphans()
    {
        if (phase.Orphans.Count > 0)
        {
            var services = sides.Orphans.Select(orphan => orphan.Seen.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            Add(StepOf.Remove(phase.Orphans, $"removes {string.Join(", ", services)}", "not in the file any more") with { Destructive = true });
        }
    }

    private List<StaleMount> Stale()
    {
        var stale = new List<StaleMount>();
        foreach (var (_, service) in sides.Services)
        {
            foreach (var own in service.Kept)
                stale.AddRange(service.Desired.MountedContent.Select(path => new StaleMount(own.Seen.Id, path)));
        }

        return stale;
    }

    private void Add(ComposeStep step) => steps.Add(step with { Hold = phase.Hold, Permit = phase.Permit });
}
