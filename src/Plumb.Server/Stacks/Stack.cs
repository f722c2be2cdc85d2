using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;
using Plumb.Server.Publishers;

namespace Plumb.Server.Stacks;

/// <summary>A stack as the control plane knows it: facts only, nothing that an agent said.</summary>
internal sealed record Stack
{
    public required string Id { get; init; }

    public required Publisher Publisher { get; init; }

    /// <summary>Unique in its publisher; from a source: the path.</summary>
    public required string Name { get; init; }

    public required string Driver { get; init; }

    public required string? ComposeFile { get; init; }

    public required StackSettings Settings { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    public required string? Selector { get; init; }

    /// <summary>What people said of it.</summary>
    public StackOwn? Own { get; init; }

    /// <summary>The newest content was refused; the deployment object is the last good one.</summary>
    public required Refusal? Refusal { get; init; }

    public required bool SuspendedByPerson { get; init; }

    public required bool Stopped { get; init; }

    /// <summary>Since when its publisher does not name it any more.</summary>
    public required DateTimeOffset? GoneAt { get; init; }

    /// <summary>A person let the removal of what is gone through.</summary>
    public bool GoneAcknowledged { get; init; }

    /// <summary>It was deleted: nobody is responsible for it any more; null: it was not.</summary>
    public DeletionView? Deletion { get; init; }

    /// <summary>It should be an older deployment object; null: the newest.</summary>
    public PinView? Pin { get; init; }

    /// <summary>Of the deployment object that it should be; null before the first good one.</summary>
    public required long? Sequence { get; init; }

    public required string? Checksum { get; init; }

    public required string? Revision { get; init; }

    public required string? CommitMessage { get; init; }

    public required IReadOnlyList<StackRequest> Requests { get; init; }

    /// <summary>As people name it: the path of a stack from the first source, else <c>publisher/name</c>.</summary>
    public string DisplayName => Publisher.NameOf(Name);

    public bool Suspended => SuspendedByPerson || Settings.Suspend;
}
