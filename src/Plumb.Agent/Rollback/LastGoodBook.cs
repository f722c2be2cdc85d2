using Microsoft.Extensions.Logging;
using Plumb.Agent.State;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Failures;
using Plumb.Kernel.Gates;
using Plumb.Kernel.Loop;

namespace Plumb.Agent.Rollback;

/// <summary>
/// Keeps on disk which object of each stack was good and which was given up. What it says is on disk before anybody hears of it, so that no crash
/// makes a stack go back and forth.
/// </summary>
internal sealed partial class LastGoodBook
{
    private readonly RollbackParts parts;
    private readonly KeyedFiles<GoodRecord> files;
    private readonly LastGoodLedger ledger;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    public LastGoodBook(AgentPaths paths, RollbackParts parts, ILogger<LastGoodBook> log)
    {
        (this.parts, this.log) = (parts, log);
        files = new KeyedFiles<GoodRecord>(paths.Good, StateJson.Default.GoodRecord, static record => record.StackId, log);
        ledger = new LastGoodLedger(files.Load(), parts.Patience);
    }

    /// <summary>Told when something else should be of a stack, though the target state is the same.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>Told of what fires and is resolved. True: only when it does not fire yet. Never called under a lock of this book.</summary>
    public Action<Alert, bool> Tell { get; set; } = static (_, _) => { };

    /// <summary>Contents that a way back may need.</summary>
    public IReadOnlyList<string> Checksums
    {
        get
        {
            lock (gate)
                return [.. ledger.Checksums];
        }
    }

    /// <summary>What should be of every stack of this target state, in its order: the newest object, or the last good one in its place.</summary>
    public IReadOnlyList<(TargetStack Stack, RolledBack? RolledBack)> Choose(TargetState target)
    {
        IReadOnlyList<(TargetStack Stack, RolledBack? RolledBack)> chosen;
        List<(TargetStack Stack, RolledBack? RolledBack)> untold;
        lock (gate)
        {
            foreach (var news in ledger.Take(target, parts.VerdictOf))
                SaveNeedsLock(news);
            chosen = [.. target.Stacks.Select(ledger.Choose)];
            // An earlier process may have died before it told.
            untold = [.. chosen.Where(it => it.RolledBack is not null && told.Add(it.Stack.Id))];
        }

        foreach (var (stack, rolledBack) in untold)
            Tell(RollbackAlert.Firing(stack, rolledBack!, parts.Time.GetUtcNow()), true);
        return chosen;
    }

    /// <summary>A stack rests, and was looked at.</summary>
    public void Looked(ComposeSpec spec, ObjectStatus status)
    {
        var now = parts.Time.GetUtcNow();
        GoodNews? news;
        lock (gate)
        {
            if (ledger.IsSettled(spec.Id.Value))
                return;
            news = ledger.Look(spec, status.Failures, Diagnosis(parts.VerdictOf(spec.Id.Value), status), now);
            SaveNeedsLock(news);
        }

        if (news is null)
            return;
        if (news.IsGood)
            Resolve(spec.Target, "The newest deployment object is as it should be.", now);
        if (news.Record.GivenUp is not { } given)
            return;
        if (!given.Restored)
            FireGivenUp(spec.Target, news.Record.Good!, given, now);
        Changed();
    }

    /// <summary>A person wants what was given up to be tried again.</summary>
    public void Retry(string stackId)
    {
        lock (gate)
        {
            if (ledger.Retry(stackId) is not { } news)
                return;
            SaveNeedsLock(news);
        }

        Changed();
    }

    /// <summary>Nothing is left of it.</summary>
    public void Forget(string stackId)
    {
        lock (gate)
        {
            told.Remove(stackId);
            if (!ledger.Forget(stackId))
                return;
            Try(() => files.Delete(stackId));
        }
    }

    // What is started again and again, and ends again, is as ill as what the engine itself restarts.
    private static StackVerdict? Diagnosis(StackVerdict? verdict, ObjectStatus status) =>
        verdict is StackVerdict.Sick sick && status.Holds.Any(hold => hold.Reason == HoldReason.Contested) ? new StackVerdict.Ailing($"{sick.Why}, again and again", sick.Own) : verdict;

    private void FireGivenUp(TargetStack newest, TargetStack good, GivenUp given, DateTimeOffset now)
    {
        lock (gate)
            told.Add(newest.Id);
        LogGivenUp(log, newest.Name, newest.Sequence, good.Sequence, given.Why);
        Tell(RollbackAlert.Firing(good, new RolledBack(given.Sequence, given.Why, given.Restored), now), false);
    }

    private void Resolve(TargetStack stack, string why, DateTimeOffset now)
    {
        lock (gate)
            told.Remove(stack.Id);
        if (stack.Settings.RollbackOnFailure)
            Tell(RollbackAlert.Resolved(stack.Id, why, now), false);
    }

    private void SaveNeedsLock(GoodNews? news)
    {
        if (news is null or { IsWritten: true })
            return;
        var isGivenUp = news.Record.GivenUp is { Restored: false };
        parts.Failpoints.Reach(isGivenUp ? AgentFailpoints.RollbackBeforeSave : AgentFailpoints.GoodBeforeSave);
        Try(() => files.Save(news.Record));
        parts.Failpoints.Reach(isGivenUp ? AgentFailpoints.RollbackAfterSave : AgentFailpoints.GoodAfterSave);
    }

    // A disk that takes nothing must not keep a stack from going back; a restart would find it out anew.
    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, full);
        }
    }
}
