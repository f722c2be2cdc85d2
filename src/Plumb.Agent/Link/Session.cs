using Microsoft.Extensions.Logging;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Reports;

namespace Plumb.Agent.Link;

/// <summary>The agent's session: its generation, and whether a newer process took over.</summary>
internal sealed partial class Session(
    ControlPlaneLink link, SessionRequest request, LinkState state, LinkRetryOptions retry, TimeProvider time, ILogger<Session> log) : IDisposable
{
    private readonly SemaphoreSlim opening = new(1, 1);
    private readonly Lock gate = new();
    private TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? generation;
    private string? fencedBy;

    /// <summary>Told with why when a newer process took over, and with null when this one works again.</summary>
    public Action<string?> Fenced { get; set; } = static _ => { };

    /// <summary>Told when a session was granted: the control plane may know nothing of this agent's objects.</summary>
    public Action Opened { get; set; } = static () => { };

    public long? Generation
    {
        get
        {
            lock (gate)
                return generation;
        }
    }

    /// <summary>Why this process may not work; null when it may.</summary>
    public string? FencedBy
    {
        get
        {
            lock (gate)
                return fencedBy;
        }
    }

    /// <summary>The generation; opens a session where there is none, and waits as long as this process is fenced off.</summary>
    public async Task<long> EnsureAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (fencedBy is null && generation is { } held)
                    return held;
                waiting = fencedBy is null ? Task.CompletedTask : resumed.Task;
            }

            await waiting.WaitAsync(cancellation);
            await OpenAsync(cancellation);
        }
    }

    /// <summary>Takes an answer's word that a newer process works. True when it says so.</summary>
    /// <param name="sent">The generation that was asked with: of an earlier one, the answer says nothing about the one that is held by now.</param>
    public bool IsFencedBy<T>(LinkAnswer<T> answer, long? sent)
    {
        if (answer is not LinkAnswer<T>.Refused refused || refused.Code != ProblemCodes.SessionFenced.Code)
            return false;
        lock (gate)
        {
            if (fencedBy is not null || sent != generation)
                return true;
            fencedBy = refused.Detail;
            generation = null;
            resumed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        LogFenced(log, refused.Detail);
        Fenced(refused.Detail);
        return true;
    }

    /// <summary>A person says that this process is the one to work: a new session is opened.</summary>
    public void Resume()
    {
        lock (gate)
        {
            if (fencedBy is null)
                return;
            fencedBy = null;
            resumed.TrySetResult();
        }

        Fenced(null);
    }

    /// <summary>The control plane was restored: its generations began anew, and a fence from before says nothing.</summary>
    public void Renew()
    {
        lock (gate)
            generation = null;
        Resume();
    }

    public void Dispose() => opening.Dispose();

    private async Task OpenAsync(CancellationToken cancellation)
    {
        await opening.WaitAsync(cancellation);
        try
        {
            if (Generation is not null || FencedBy is not null)
                return;
            var answer = await LinkRetry.Pipeline<SessionGrant>(time, retry, int.MaxValue, state.Troubled)
                .ExecuteAsync(async stop => await link.OpenSessionAsync(request, stop), cancellation);
            if (IsFencedBy(answer, sent: null))
                return;
            if (answer is not LinkAnswer<SessionGrant>.Fresh { Value: var grant })
            {
                // A refusal that no later try can change: an older control plane, or a wrong configuration. Said, and tried slowly.
                state.Troubled(answer.Trouble ?? "it opened no session");
                await Task.Delay(retry.Longest, time, cancellation);
                return;
            }

            lock (gate)
                generation = grant.Generation;
            state.Heard();
            LogOpened(log, grant.Generation);
            Opened();
        }
        finally
        {
            opening.Release();
        }
    }

    [LoggerMessage(EventId = 3211, EventName = "session.opened", Level = LogLevel.Information, Message = "Session of generation {Generation} opened")]
    private static partial void LogOpened(ILogger log, long generation);

    [LoggerMessage(EventId = 3212, EventName = "session.fenced", Level = LogLevel.Error,
        Message = "A newer process works for this agent ({Why}): this one runs no more steps, and opens no new session by itself. Stop one of the two; restart this one to make it the newest")]
    private static partial void LogFenced(ILogger log, string why);
}
