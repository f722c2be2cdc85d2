using Microsoft.Extensions.Logging;
using Plumb.Contracts.Sources;
using Plumb.Platform.Failpoints;
using Plumb.Platform.Git;
using Plumb.Platform.Secrets;

namespace Plumb.Server.Sources.Refreshing;

/// <summary>One refresh of one source: look the revision up, and only when it moved fetch, read and publish it.</summary>
internal sealed partial class SourceRefresh(
    NamedSource source, GitMirrors mirrors, ISnapshotSink snapshots, SourceStatus status, SecretMask mask, Failpoints failpoints, TimeProvider time,
    ILogger<SourceRefresh> log)
{
    private readonly SnapshotReader _reader = new();
    private GitRevision? _published;
    private string? _lastFailure;

    /// <summary>The last good state stays when it fails; what failed is told.</summary>
    /// <param name="told">Somebody waits for it: that it runs is told, also when nothing moved.</param>
    /// <returns>Whether it was good.</returns>
    public async Task<bool> RunAsync(bool told, CancellationToken cancellation)
    {
        try
        {
            if (told)
            {
                await TellRunningAsync(cancellation);
            }

            return await RefreshAsync(cancellation) is not { } failure || await FailAsync(failure, null, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return await FailAsync($"source.internal: Refreshing '{source.Name}' failed: {failure.Message}", failure, cancellation);
        }
    }

    /// <returns>What went wrong; null: nothing.</returns>
    private async Task<string?> RefreshAsync(CancellationToken cancellation)
    {
        var found = mirrors.Of(source.Spec);
        if (!found.Succeeded)
        {
            return found.Failure.ToString();
        }

        var revision = await found.Value.LookUpAsync(source.Spec.Revision, cancellation);
        if (!revision.Succeeded)
        {
            return revision.Failure.ToString();
        }

        failpoints.Reach(RefreshFailpoints.AfterLookUp);
        if (revision.Value.Commit is not null && revision.Value == _published)
        {
            await CompleteAsync(last => last, cancellation);
            return null;
        }

        await TellRunningAsync(cancellation);
        var snapshot = await ReadAsync(found.Value, revision.Value, cancellation);
        if (!snapshot.Succeeded)
        {
            return snapshot.Failure.ToString();
        }

        if (await PublishAsync(snapshot.Value, cancellation) is { } refused)
        {
            return refused;
        }

        _published = revision.Value with { Commit = revision.Value.Commit is null ? null : snapshot.Value.Revision };
        return null;
    }

    private async Task<GitAnswer<SourceSnapshot>> ReadAsync(GitMirror mirror, GitRevision revision, CancellationToken cancellation)
    {
        LogStarted(source.Name, revision.Ref);
        var snapshot = await ReadOnceAsync(mirror, revision, cancellation);
        if (snapshot is { Succeeded: false, Failure.Kind: GitFailureKind.Corrupt })
        {
            // A file of the local copy is damaged: made anew, it may well be whole.
            await mirror.ForgetAsync(cancellation);
            snapshot = await ReadOnceAsync(mirror, revision, cancellation);
        }

        return snapshot;
    }

    private async Task<GitAnswer<SourceSnapshot>> ReadOnceAsync(GitMirror mirror, GitRevision revision, CancellationToken cancellation)
    {
        var fetched = await mirror.CheckOutAsync(revision, cancellation);
        if (!fetched.Succeeded)
        {
            return fetched.Failure;
        }

        using var checkout = fetched.Value;
        failpoints.Reach(RefreshFailpoints.AfterFetch);
        return await _reader.ReadAsync(checkout, revision, source.Spec, cancellation);
    }

    private async Task<string?> PublishAsync(SourceSnapshot snapshot, CancellationToken cancellation)
    {
        if (await snapshots.PublishAsync(source.Name, snapshot, cancellation) is { } why)
        {
            return why;
        }

        failpoints.Reach(RefreshFailpoints.AfterComplete);
        var refused = snapshot.Stacks.Count(s => s.Refusal is not null);
        LogSucceeded(source.Name, snapshot.Revision, snapshot.Stacks.Count, refused);
        await CompleteAsync(
            last => last with { Revision = snapshot.Revision, CommitMessage = snapshot.CommitMessage, Ref = snapshot.Ref, RefType = snapshot.RefType },
            cancellation);
        failpoints.Reach(RefreshFailpoints.AfterRecord);
        return null;
    }

    private Task TellRunningAsync(CancellationToken cancellation) => status.TellAsync(last => last with { Status = "refreshing" }, cancellation);

    private Task CompleteAsync(Func<RefreshStatus, RefreshStatus> facts, CancellationToken cancellation)
    {
        _lastFailure = null;
        return status.TellAsync(last => facts(last) with { Status = "completed", Error = null, RefreshedAt = time.GetUtcNow() }, cancellation);
    }

    private async Task<bool> FailAsync(string message, Exception? failure, CancellationToken cancellation)
    {
        var text = mask.Mask(message);
        if (text != _lastFailure)
        {
            LogFailed(failure, source.Name, text);
            _lastFailure = text;
        }

        await status.TellAsync(last => last with { Status = "failed", Error = text }, cancellation);
        return false;
    }

    [LoggerMessage(EventId = 2311, EventName = "refresh.started", Level = LogLevel.Information, Message = "Source {Source}: reading {Ref}.")]
    private partial void LogStarted(string source, string @ref);

    [LoggerMessage(EventId = 2312, EventName = "refresh.succeeded", Level = LogLevel.Information, Message = "Source {Source} refreshed: {Revision}, {Stacks} stacks, {Refused} refused.")]
    private partial void LogSucceeded(string source, string revision, int stacks, int refused);

    [LoggerMessage(EventId = 2313, EventName = "refresh.failed", Level = LogLevel.Warning, Message = "Source {Source} could not be refreshed and keeps its last good state. {Error}")]
    private partial void LogFailed(Exception? failure, string source, string error);
}
