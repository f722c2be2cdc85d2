using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Planning;

namespace Plumb.Simulation.Rollback;

/// <summary>What becomes of a deployment object when it is applied.</summary>
internal enum Nature
{
    Good,

    /// <summary>Its apply fails.</summary>
    Fails,

    /// <summary>It comes up, and is ill soon.</summary>
    FallsIll,

    /// <summary>It is good for longer than it is watched.</summary>
    FallsIllLate,
}

/// <summary>A deployment object with the truth about it, which nobody is told.</summary>
/// <param name="WellFor">After its apply; negative: never.</param>
internal sealed record PlayedObject(TargetStack Stack, Nature Nature, Fault Fault, TimeSpan WellFor)
{
    public static PlayedObject Of(long sequence, Random random)
    {
        var nature = (Nature)random.Next(4);
        return new(
            new TargetStack
            {
                Id = "web",
                Name = "web",
                Scope = "source/sim",
                Path = "web",
                Driver = "compose",
                Sequence = sequence,
                Checksum = $"content-{sequence}",
                Settings = new StackSettings { RollbackOnFailure = random.Next(5) > 0 },
                DriftPolicy = DriftPolicy.Revert,
                ChangePolicy = ChangePolicy.Auto,
                RemoveEnabled = false,
            },
            nature,
            random.Next(2) == 0 ? Fault.Desired : Fault.Unclear,
            nature switch
            {
                Nature.Good => TimeSpan.MaxValue,
                Nature.FallsIllLate => TimeSpan.FromHours(1),
                _ => TimeSpan.FromSeconds(random.Next(-40, 60)),
            });
    }
}
