using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Model;

/// <summary>What should be, of one Compose stack on this host: immutable, rendered, ready to plan.</summary>
public sealed record ComposeSpec : ISpec
{
    /// <summary>The stack's id in the target state.</summary>
    public required ObjectId Id { get; init; }

    public required string Fingerprint { get; init; }

    public required Ownership Ownership { get; init; }

    /// <summary>Compose project name.</summary>
    public required string Project { get; init; }

    public required TargetStack Target { get; init; }

    /// <summary>The rendered model; null when rendering or the content was refused.</summary>
    public required RenderedStack? Rendered { get; init; }

    /// <summary>Why there is no model: the content was refused, or Compose could not render it.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Other stacks of this agent that want the same project name; empty when it is theirs alone.</summary>
    public IReadOnlyList<string> ProjectRivals { get; init; } = [];

    /// <summary>A person allowed taking over a project that is not ours.</summary>
    public bool Adopt { get; init; }

    /// <summary>The newest acknowledgement of flagged differences that was not used up; null: none.</summary>
    public StackRequest? Acknowledged { get; init; }

    /// <summary>It is the last good one in place of a newer one that failed; null: it is the newest.</summary>
    public RolledBack? RolledBack { get; init; }

    public bool Suspended => Target.Suspended;

    public IReadOnlyList<ObjectId> DependsOn { get; init; } = [];
}

/// <summary>Whose a container is.</summary>
/// <param name="Instance">The agent's identity.</param>
/// <param name="Scope"><c>source/NAME</c> or <c>publisher/NAME</c>.</param>
/// <param name="StackPath">The stack's path in its scope.</param>
public sealed record Ownership(string Instance, string Scope, string StackPath);
