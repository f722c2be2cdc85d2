using System.Diagnostics.CodeAnalysis;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Targets;

namespace Plumb.Contracts.Stacks;

/// <summary>A stack as <c>/api/v1/stacks</c> shows it.</summary>
public sealed record StackView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Publisher { get; init; }

    public required string Scope { get; init; }

    public required string Driver { get; init; }

    [AllowNull]
    public IReadOnlyList<string> Agents { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyList<string> Labels { get; init => field = value ?? []; } = [];

    [AllowNull]
    public IReadOnlyDictionary<string, string> Annotations { get; init => field = value ?? new Dictionary<string, string>(StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of the stack itself, else of its content's own file.</summary>
    public string? Selector { get; init; }

    /// <summary>What people said of it beside its content's own file. Null: the server is older.</summary>
    public StackOwn? Own { get; init; }

    /// <summary>With the policies that people gave it.</summary>
    public required StackSettings Settings { get; init; }

    public long? Sequence { get; init; }

    public string? Revision { get; init; }

    public string? CommitMessage { get; init; }

    /// <summary>It was rolled back, and stays at an older deployment object; null: the newest counts.</summary>
    public PinView? Pin { get; init; }

    /// <summary>It was deleted, and waits for its agents; null: it was not.</summary>
    public DeletionView? Deletion { get; init; }

    public bool Suspended { get; init; }

    public bool Stopped { get; init; }

    /// <summary>The record of the stable family.</summary>
    public required StackRecord Record { get; init; }

    public string? Health { get; init; }

    public required IReadOnlyList<ConditionView> Conditions { get; init; }

    public required IReadOnlyList<DifferenceView> Differences { get; init; }

    public required IReadOnlyList<HoldView> Holds { get; init; }

    public required IReadOnlyList<FailureView> Failures { get; init; }

    public DateTimeOffset? LookedAt { get; init; }

    /// <summary>What people asked and no agent has handled yet.</summary>
    [AllowNull]
    public IReadOnlyList<StackRequest> Pending { get; init => field = value ?? []; } = [];
}

/// <summary><c>GET /stacks/{id}/diff</c>: what a reconcile would change, after a fresh look.</summary>
/// <param name="Fresh">A look was made for this answer; otherwise <paramref name="LookedAt"/> says how old it is.</param>
public sealed record DiffView(string Stack, string? Fingerprint, bool Fresh, DateTimeOffset? LookedAt, IReadOnlyList<DifferenceView> Differences);

/// <summary><c>GET /stacks/{id}/explain</c>: why it is as it is.</summary>
/// <param name="Summary">One sentence.</param>
/// <param name="Text">All of it as plain text for people.</param>
public sealed record ExplainView(StackView Stack, string Summary, IReadOnlyList<string> WhatLifts, IReadOnlyList<DecisionView> Decisions, string Text);

/// <summary>A deployment object, as <c>GET /stacks/{id}/history</c> shows it; newest first.</summary>
/// <param name="Current">It is what the stack should be.</param>
/// <param name="Pinned">It is because a person rolled the stack back to it.</param>
public sealed record DeploymentObjectView(
    long Sequence, string Checksum, string? Revision, string? CommitMessage, string PublishedBy, DateTimeOffset PublishedAt, bool Current, bool Pinned = false);

/// <summary>What became of <c>POST /stacks/{id}/ACTION</c>.</summary>
/// <param name="RequestId">Pending in the stack's view until an agent has handled it; null where the action is a fact at once.</param>
public sealed record ActionView(string Stack, string Action, string? RequestId);

/// <param name="Items">At most the asked limit.</param>
/// <param name="Next">Give as <c>after</c> for the next page; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
