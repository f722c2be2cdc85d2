using System.Diagnostics.CodeAnalysis;
using Plumb.Contracts.Stacks;

namespace Plumb.Contracts.Targets;

/// <summary>Everything that one agent should keep true: complete, every time. <c>GET /api/v1/agents/{agent}/target-state</c>.</summary>
/// <param name="Epoch">Changes when the control plane was restored from a backup.</param>
/// <param name="Version">Grows with every change for this agent within an epoch.</param>
/// <param name="Complete">False while a source of this agent has had no good refresh yet: nothing is removed then.</param>
/// <param name="Stacks">By id.</param>
/// <param name="Deletions">Deletion markers that this agent has not confirmed.</param>
/// <param name="Breakers">What people asked of this agent's circuit breakers.</param>
public sealed record TargetState(
    string Epoch,
    long Version,
    bool Complete,
    IReadOnlyList<TargetStack> Stacks,
    IReadOnlyList<DeletionMarker> Deletions,
    IReadOnlyList<BreakerRequest> Breakers)
{
    /// <summary>Removals that were held <c>MassRemoval</c> and that a person let through.</summary>
    [AllowNull]
    public IReadOnlyList<RemovalAcknowledgement> Removals { get; init => field = value ?? []; } = [];

    /// <summary>Stacks that went from their source and may go here too, until nothing of them is left: by id, with their policy as it is now.</summary>
    [AllowNull]
    public IReadOnlyList<DepartingStack> Departing { get; init => field = value ?? []; } = [];
}

/// <param name="RemoveEnabled">Counts instead of what the agent was told when the stack was still desired.</param>
public sealed record DepartingStack(string StackId, bool RemoveEnabled);

/// <param name="At">Not before the removal that the person saw was held.</param>
public sealed record RemovalAcknowledgement(string StackId, string By, DateTimeOffset At);

/// <summary>One stack of an agent's target state; its content comes apart, by checksum.</summary>
public sealed record TargetStack
{
    public required string Id { get; init; }

    /// <summary>As people name it: <c>publisher/name</c>, or the path of a stack from the first source.</summary>
    public required string Name { get; init; }

    /// <summary><c>source/NAME</c> or <c>publisher/NAME</c>; with the instance it says whose a container is.</summary>
    public required string Scope { get; init; }

    /// <summary>Relative to the deploy directory, <c>/</c>-separated; <c>.</c> for the directory itself.</summary>
    public required string Path { get; init; }

    public required string Driver { get; init; }

    /// <summary>Sequence of the deployment object that the stack should be.</summary>
    public required long Sequence { get; init; }

    /// <summary>The content's inputs checksum: 64 lower-case hex digits. Null when the content was refused.</summary>
    public required string? Checksum { get; init; }

    public string? Revision { get; init; }

    public string? CommitMessage { get; init; }

    /// <summary>The compose file that was found, relative to the stack's directory; null when the content was refused.</summary>
    public string? ComposeFile { get; init; }

    public required StackSettings Settings { get; init; }

    /// <summary>The content is hostile or invalid: the agent holds the stack <c>Refused</c>.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Gone from its source while removal is off: kept, reported as orphaned, and not touched.</summary>
    public bool Orphaned { get; init; }

    /// <summary>A person or the stack's file suspended it.</summary>
    public bool Suspended { get; init; }

    /// <summary>Desired: present, stopped.</summary>
    public bool Stopped { get; init; }

    /// <summary>Off: steps never run; looking and reporting go on.</summary>
    public bool ReconcileEnabled { get; set; } = true;

    public required DriftPolicy DriftPolicy { get; init; }

    public required ChangePolicy ChangePolicy { get; init; }

    public required bool RemoveEnabled { get; init; }

    /// <summary>What people asked, newest of each kind. An agent acts on each id once.</summary>
    [AllowNull]
    public IReadOnlyList<StackRequest> Requests { get; init => field = value ?? []; } = [];
}

/// <param name="File">Relative to the stack's directory.</param>
/// <param name="Rule">The rule that it breaks, a stable word.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Refusal(string File, string Rule, string Message);

public enum StackAsk
{
    Sync,
    Look,
    Unblock,
    Adopt,
    Acknowledge,
}

/// <param name="Id">Unique; an agent that has handled it does nothing.</param>
/// <param name="By">Who asked.</param>
public sealed record StackRequest(string Id, StackAsk Ask, string By, DateTimeOffset At)
{
    /// <summary>What is let through; of an <see cref="StackAsk.Acknowledge"/> alone.</summary>
    public Acknowledgement? Acknowledged { get; init; }
}

/// <summary>The differences that a person saw and let through.</summary>
/// <param name="ComposeHash">Of what was desired then: 64 lower-case hex digits.</param>
/// <param name="Fingerprint">Of all of them: 64 lower-case hex digits.</param>
/// <param name="Differences">The key of each, as the agent reported it.</param>
public sealed record Acknowledgement(string ComposeHash, string Fingerprint, IReadOnlyList<string> Differences);

public sealed record DeletionMarker(string StackId, string Scope, string Path, bool KeepRunning, long Sequence);

/// <param name="Id">Unique; an agent that has handled it does nothing.</param>
/// <param name="Open">Open it, or reset it.</param>
public sealed record BreakerRequest(string Id, string World, bool Open, string By, DateTimeOffset At);
