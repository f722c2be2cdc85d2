using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel.Failures;

namespace Plumb.Agent.Rollback;

/// <summary>
/// Which object of each stack was seen good, which was given up, and so which one should be. Pure: it is told, and says what has to be written down
/// and made known. Nothing it says takes effect before that is written.
/// </summary>
internal sealed class LastGoodLedger
{
    /// <summary>A watch is never shorter: a service that dies soon after its start is not taken for good.</summary>
    public static readonly TimeSpan LeastWatch = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly int patience;

    /// <param name="kept">What an earlier process wrote down.</param>
    /// <param name="patience">Failures of unclear cause after which an object is given up.</param>
    public LastGoodLedger(IEnumerable<GoodRecord> kept, int patience)
    {
        this.patience = patience;
        foreach (var record in kept)
            entries[record.StackId] = new Entry(record);
    }

    /// <summary>Contents that a way back may need.</summary>
    public IEnumerable<string> Checksums => entries.Values.SelectMany(it => it.Record.Checksums);

    /// <summary>Takes the newest target state: another object than the one that was given up lifts its hold.</summary>
    /// <param name="target">As it counts here.</param>
    /// <param name="verdictOf">How a stack did at its newest look; null: nobody knows.</param>
    public IReadOnlyList<GoodNews> Take(TargetState target, Func<string, StackVerdict?> verdictOf)
    {
        var news = new List<GoodNews>();
        foreach (var stack in target.Stacks)
        {
            if (!entries.TryGetValue(stack.Id, out var entry))
                entries[stack.Id] = entry = new Entry(new GoodRecord(stack.Id));
            var before = entry.Record;
            // A commit that left the content as it is renamed it: only the name is news, and not worth a write of its own.
            if (before.Good is { } good && GoodRecord.IsSame(good, stack))
                entry.Record = before with { Good = stack with { Requests = [] } };
            if ((entry.Newest is null || !GoodRecord.IsSame(entry.Newest, stack)) && Supersede(entry, entry.Newest is null ? null : verdictOf(stack.Id)) is { } other)
                news.Add(other);
            entry.Newest = stack;
            if (before.GivenUp is { } given && !given.Is(stack))
                news.Add(entry.Put(entry.Record with { GivenUp = null }));
        }

        return news;
    }

    /// <summary>What should be of a stack: the newest, or the last good one in its place.</summary>
    public (TargetStack Stack, RolledBack? RolledBack) Choose(TargetStack newest) =>
        entries.GetValueOrDefault(newest.Id)?.Record is { Good: { } good, GivenUp: { } given } && given.Is(newest) && newest.Settings.RollbackOnFailure
            ? (PutBack.Of(good, newest), new RolledBack(given.Sequence, given.Why, given.Restored))
            : (newest, null);

    /// <summary>Takes a look at a stack that rests: no step of it runs.</summary>
    /// <param name="spec">What it was compared with.</param>
    /// <param name="failures">As they stand, of that spec.</param>
    /// <param name="verdict">How it does; null: it could not be seen.</param>
    public GoodNews? Look(ComposeSpec spec, IEnumerable<Failure> failures, StackVerdict? verdict, DateTimeOffset now)
    {
        if (!entries.TryGetValue(spec.Id.Value, out var entry) || entry.Newest is not { } newest)
            return null;
        var isGood = verdict is StackVerdict.Good && !failures.Any();
        if (entry.Record.GivenUp is { } given)
            return spec.RolledBack is not null && isGood && !given.Restored ? entry.Put(entry.Record with { GivenUp = given with { Restored = true } }) : null;
        if (spec.Target.Sequence != newest.Sequence || spec.Target.Checksum != newest.Checksum)
            return null;
        if (isGood)
            return Good(entry, newest, now);
        if (verdict is not null)
            entry.GoodSince = null;
        return Bad(entry, newest, spec, failures, verdict, now);
    }

    /// <summary>A person wants the one that was given up to be tried again.</summary>
    public GoodNews? Retry(string stackId) => entries.TryGetValue(stackId, out var entry) && entry.Record.GivenUp is not null
        ? entry.Put(entry.Record with { GivenUp = null })
        : null;

    /// <summary>Nothing is left of it.</summary>
    public bool Forget(string stackId) => entries.Remove(stackId);

    /// <summary>Nothing that a look at it shows would change anything.</summary>
    public bool IsSettled(string stackId) => !entries.TryGetValue(stackId, out var entry) || entry.Newest is null
        || (entry.Record.GivenUp is { } given ? given.Restored : entry is { Told: true, Record: { Proven: true, Good: { } good } } && GoodRecord.IsSame(good, entry.Newest));

    /// <summary>What was good up to here and is ill now, before it was proven, was not good after all.</summary>
    private static GoodNews? Supersede(Entry entry, StackVerdict? verdict)
    {
        (entry.WasWell, entry.GoodSince, entry.Told) = (verdict is StackVerdict.Good, null, false);
        return entry is { Record: { Proven: false, Good: not null } record, Newest: { } last } && GoodRecord.IsSame(record.Good, last)
            && verdict is (StackVerdict.Ailing or StackVerdict.Sick)
            ? entry.Put(record with { Good = record.Before, Before = null, Proven = record.Before is not null })
            : null;
    }

    private static GoodNews? Good(Entry entry, TargetStack newest, DateTimeOffset now)
    {
        var record = entry.Record;
        entry.GoodSince ??= now;
        var (wasTold, watch) = (entry.Told, newest.Settings.Health.Timeout > LeastWatch ? newest.Settings.Health.Timeout : LeastWatch);
        entry.Told = true;
        if (record.Good is null || !GoodRecord.IsSame(record.Good, newest))
            return entry.Put(record with { Good = newest with { Requests = [] }, Proven = false, Before = record.Good }, isGood: !wasTold);
        if (!record.Proven && now - entry.GoodSince >= watch)
            return entry.Put(record with { Proven = true, Before = null }, isGood: !wasTold);
        return wasTold ? null : new GoodNews(record) { IsGood = true, IsWritten = true };
    }

    private GoodNews? Bad(Entry entry, TargetStack newest, ComposeSpec spec, IEnumerable<Failure> failures, StackVerdict? verdict, DateTimeOffset now)
    {
        var record = entry.Record;
        if (!newest.Settings.RollbackOnFailure || newest.Suspended || !newest.ReconcileEnabled || newest.Stopped || newest.Orphaned || record.BackFrom(newest) is not { } back)
            return null;
        return Judgement.Failed(spec, failures, verdict, entry.WasWell, patience) is { } why
            ? entry.Put(new GoodRecord(record.StackId) { Good = back, Proven = true, GivenUp = new GivenUp(newest.Sequence, newest.Checksum, why, now, Restored: false) })
            : null;
    }

    private sealed class Entry(GoodRecord record)
    {
        public GoodRecord Record { get; set; } = record;

        /// <summary>Of the newest target state; null: none was taken.</summary>
        public TargetStack? Newest { get; set; }

        /// <summary>Since when every look at the newest was good.</summary>
        public DateTimeOffset? GoodSince { get; set; }

        /// <summary>The stack was well when the newest object came.</summary>
        public bool WasWell { get; set; }

        /// <summary>That the newest is good was made known.</summary>
        public bool Told { get; set; }

        public GoodNews Put(GoodRecord next, bool isGood = false)
        {
            Record = next;
            return new GoodNews(next) { IsGood = isGood };
        }
    }
}
