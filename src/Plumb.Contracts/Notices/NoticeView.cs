namespace Plumb.Contracts.Notices;

/// <summary>A notice on its way through one channel.</summary>
public sealed record NoticeView
{
    /// <summary>The <c>webhook-id</c>: the same at every try and replay.</summary>
    public required string Id { get; init; }

    /// <summary><c>webhook</c>, <c>mail:ADDRESS</c>, <c>desktop</c> or <c>log</c>.</summary>
    public required string Channel { get; init; }

    public required NoticeState State { get; init; }

    public required NoticeBody Body { get; init; }

    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null unless it waits.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public DateTimeOffset? LastAt { get; init; }

    /// <summary>What the newest try came to, masked.</summary>
    public string? Answer { get; init; }
}

public enum NoticeState
{
    /// <summary>To be sent, or sent again.</summary>
    Waiting,

    Sent,

    /// <summary>Not sent, and not tried any more unless it is replayed.</summary>
    GivenUp,
}

/// <summary><c>POST /api/v1/notices/test</c>.</summary>
/// <param name="Channel">A channel's name, or its kind: <c>mail</c> is every recipient.</param>
public sealed record NoticeTestBody(string Channel);

/// <summary><c>POST /api/v1/notices/replay</c>.</summary>
/// <param name="Since">Those made from then on.</param>
/// <param name="Channel">Only of this channel or kind; null: of every one.</param>
public sealed record NoticeReplayBody(DateTimeOffset Since, string? Channel);

/// <param name="Ids">The notices that are sent now.</param>
public sealed record NoticesQueued(IReadOnlyList<string> Ids);
