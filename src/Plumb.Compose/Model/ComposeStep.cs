using Plumb.Kernel.Planning;

namespace Plumb.Compose.Model;

/// <summary>The small steps of the compose driver, in the order in which a plan has them.</summary>
public abstract record ComposeStep : Step
{
    /// <summary>The world of every engine step.</summary>
    public const string Engine = "compose:engine";

    /// <summary>The world of the steps that only write under the data directory.</summary>
    public const string Work = "compose:work";

    private ComposeStep()
    {
    }

    /// <summary>The acknowledgement that lets it run; null: it needs none.</summary>
    public string? Permit { get; init; }

    /// <summary>Records that a running project is ours from now on; touches no container.</summary>
    public sealed record Adopt : ComposeStep;

    /// <summary>Writes the stack's content to its stable place, file by file.</summary>
    /// <param name="StaleContainers">Containers that mount a file that will be written: noted first, recreated later.</param>
    public sealed record LayOut(IReadOnlyList<StaleMount> StaleContainers) : ComposeStep;

    /// <summary>Builds the images of services that have <c>build:</c>.</summary>
    public sealed record Build(IReadOnlyList<string> Services) : ComposeStep;

    /// <summary>Pulls images as the stack's pull policy asks. One image that cannot be pulled does not stop the others.</summary>
    public sealed record Pull(IReadOnlyList<string> Services) : ComposeStep;

    /// <summary>Waits until services that a later wave depends on are as it needs them.</summary>
    public sealed record Await(IReadOnlyList<ServiceDependency> Conditions) : ComposeStep;

    /// <summary>Brings services up: one wave.</summary>
    /// <param name="Recreate">Made anew.</param>
    /// <param name="Ensure">Missing containers made, stopped ones started; what runs is kept.</param>
    public sealed record Up(IReadOnlyList<string> Recreate, IReadOnlyList<string> Ensure) : ComposeStep;

    /// <summary>Ends a run that brought services up: fails, by name, for those that did not come up, and only after the others were served.</summary>
    public sealed record Verify(IReadOnlyList<string> Services) : ComposeStep;

    /// <summary>Gives containers the name that Compose would have given them, had it not been killed before.</summary>
    public sealed record Rename(IReadOnlyList<ContainerName> Names) : ComposeStep;

    /// <summary>Gives containers the limits and restart policy that they should have, while they run.</summary>
    public sealed record Update(IReadOnlyList<ContainerUpdate> Containers) : ComposeStep;

    /// <summary>Unpauses containers.</summary>
    public sealed record Unpause(IReadOnlyList<string> ContainerIds) : ComposeStep;

    /// <summary>Stops containers of a stack that should be present and stopped.</summary>
    public sealed record Stop(IReadOnlyList<string> ContainerIds) : ComposeStep;

    /// <summary>Removes containers of ours by id.</summary>
    public sealed record RemoveContainers(IReadOnlyList<string> ContainerIds) : ComposeStep;

    /// <summary>Takes a whole stack of ours down.</summary>
    /// <param name="WholeProject">Every container of the project is ours: <c>down --remove-orphans</c>; else container by container.</param>
    public sealed record Down(string Project, bool WholeProject, bool Volumes, IReadOnlyList<string> ContainerIds) : ComposeStep;
}

/// <param name="ContainerId">64 hex digits.</param>
/// <param name="Service">Whose it is: made anew when the engine refuses.</param>
/// <param name="Settings">All that it should have.</param>
public sealed record ContainerUpdate(string ContainerId, string Service, ContainerSettings Settings);

/// <param name="ContainerId">64 hex digits.</param>
/// <param name="Name">The name that it should have.</param>
public sealed record ContainerName(string ContainerId, string Name);
