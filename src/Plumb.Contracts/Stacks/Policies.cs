using System.Diagnostics.CodeAnalysis;

namespace Plumb.Contracts.Stacks;

public enum DriftPolicy
{
    Revert,
    Flag,
}

public enum ChangePolicy
{
    Auto,
    Flag,
}

public enum PullPolicy
{
    Missing,
    Always,
    Never,
}

/// <summary>What a stack's <c>plumb.stack.yaml</c> says, with every default filled in.</summary>
public sealed record StackSettings
{
    /// <summary>Display name; null: the path.</summary>
    public string? Name { get; init; }

    /// <summary>Compose project name; null: Compose's <c>name:</c>, else derived from the path.</summary>
    public string? Project { get; init; }

    [AllowNull]
    public string Driver { get; init => field = value ?? "compose"; } = "compose";

    /// <summary>Compose files in order, relative to the stack's directory; empty: the one that was found.</summary>
    [AllowNull]
    public IReadOnlyList<string> Files { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<string> Profiles { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<string> EnvFiles { get; init => field = value ?? []; } = [];

    /// <summary>The only values that <c>${…}</c> sees besides env files.</summary>
    [AllowNull]
    public IReadOnlyDictionary<string, string> Variables { get; init => field = value ?? new Dictionary<string, string>(StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);

    [AllowNull]
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? new Dictionary<string, string>(StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? Selector { get; init; }

    /// <summary>Paths of stacks of the same source that must be healthy first.</summary>
    [AllowNull]
    public IReadOnlyList<string> DependsOn { get; init => field = value ?? []; } = [];

    /// <summary>Null: the source's, else the agent's default.</summary>
    public DriftPolicy? DriftPolicy { get; init; }

    public ChangePolicy? ChangePolicy { get; init; }

    [AllowNull]
    public RemovePolicy Remove { get; init => field = value ?? new(); } = new();

    public bool RollbackOnFailure { get; init; }

    public bool RepairUnhealthy { get; init; }

    [AllowNull]
    public HealthSettings Health { get; init => field = value ?? new(); } = new();

    public PullPolicy Pull { get; init; } = PullPolicy.Missing;

    public bool Suspend { get; init; }
}

/// <param name="Enabled">What went from the desired state is removed; null: the default of the source or the command.</param>
/// <param name="Volumes">Named volumes go with it.</param>
public sealed record RemovePolicy(bool? Enabled = null, bool Volumes = false);

public sealed record HealthSettings
{
    /// <summary>How long a service may take to become healthy. Default 2 min.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}
