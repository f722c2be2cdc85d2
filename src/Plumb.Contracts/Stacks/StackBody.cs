namespace Plumb.Contracts.Stacks;

/// <summary>A stack to be made or changed. <c>POST /stacks</c>, <c>PUT /stacks/{id}</c>. Of a stack that exists, what is left out stays as it is.</summary>
public sealed record StackBody
{
    /// <summary>Unique in its publisher. May be left out of a PUT, whose route has it.</summary>
    public string? Name { get; init; }

    /// <summary>Default <c>system</c>; of a PUT, what the route begins with.</summary>
    public string? Publisher { get; init; }

    /// <summary><c>compose</c>, the default, or <c>kubernetes</c>. Fixed once the stack is made.</summary>
    public string? Driver { get; init; }

    /// <summary>All labels that people gave it; those of its content's own file stay besides.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>All annotations that people gave it; they win over those of its content's own file.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Kubernetes syntax; empty: none of its own. Wins over that of its content's own file.</summary>
    public string? Selector { get; init; }

    /// <summary>All policies that people gave it; each wins over that of its content's own file.</summary>
    public PolicyBody? Policies { get; init; }
}

/// <summary>What people said of a stack, and nothing of what its content's own file says.</summary>
public sealed record StackOwn(IReadOnlyList<string> Labels, IReadOnlyDictionary<string, string> Annotations, string? Selector, PolicyBody? Policies);

/// <summary>Policies of a stack by its owner; what is left out is as the content's own file, or the default, says.</summary>
public sealed record PolicyBody
{
    public DriftPolicy? DriftPolicy { get; init; }

    public ChangePolicy? ChangePolicy { get; init; }

    public RemovePolicy? Remove { get; init; }

    public bool? Suspend { get; init; }

    /// <summary>Names of stacks of the same publisher that must be healthy first.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    public bool? RollbackOnFailure { get; init; }

    public bool? RepairUnhealthy { get; init; }

    public HealthSettings? Health { get; init; }

    public PullPolicy? Pull { get; init; }
}

/// <summary><c>PUT /stacks/{id}/annotations/{key}</c>, and the same of agents.</summary>
/// <param name="Value">Up to 256 characters, no control characters.</param>
public sealed record AnnotationBody(string Value);

/// <summary>A stack was deleted, and its agents take it away.</summary>
/// <param name="KeepRunning">They leave the containers, and give up the ownership.</param>
/// <param name="Waiting">Names of the agents that have not confirmed yet.</param>
public sealed record DeletionView(DateTimeOffset At, string By, bool KeepRunning, IReadOnlyList<string> Waiting);
