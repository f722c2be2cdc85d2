using Plumb.Agent.Rollback;
using Plumb.Compose;
using Plumb.Compose.Model;
using Plumb.Contracts.Targets;
using Plumb.Kernel;
using Plumb.Kernel.Failures;
using Plumb.Simulation.Play;

namespace Plumb.Simulation.Rollback;

/// <summary>
/// One stack whose objects are good or bad by chance, an agent with the shipping ledger that looks, dies and starts again, and a person who now and
/// then wants what failed to be tried again. Ends in peace: no more deaths, and time enough.
/// </summary>
internal sealed class RollbackPlay(int seed, RollbackFaults faults)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<long, PlayedObject> _objects = [];
    private readonly HashSet<long> _seenGood = [];
    private readonly HashSet<long> _keptGood = [];
    private readonly Dictionary<long, int> _waysBack = [];
    private readonly Dictionary<long, int> _asked = [];
    private readonly HashSet<string> _contents = new(StringComparer.Ordinal);
    private GoodRecord? _disk;
    private LastGoodLedger _ledger = new([], patience: 3);
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;
    private PlayedObject _newest = null!;
    private (TargetStack Stack, RolledBack? RolledBack)? _desired;
    private long _applied;
    private DateTimeOffset _appliedAt;
    private int _failures;
    private bool _peace;

    public void Play()
    {
        Publish();
        for (var turn = 0; turn < 120; turn++)
        {
            _now += TimeSpan.FromSeconds(_random.Next(40));
            Happen(_random.Next(12));
        }

        _peace = true;
        for (var look = 0; look < 40; look++)
        {
            _now += TimeSpan.FromSeconds(30);
            Fetch();
            Look();
        }

        CheckTheEnd();
    }

    private void Happen(int what)
    {
        switch (what)
        {
            case 0:
                Publish();
                break;
            case 1:
                Die();
                break;
            case 2 when _ledger.Retry("web") is { } asked:
                _asked[_newest.Stack.Sequence] = _asked.GetValueOrDefault(_newest.Stack.Sequence) + 1;
                Keep(asked);
                break;
            case 3 or 4:
                Fetch();
                break;
            default:
                Look();
                break;
        }
    }

    private void Publish()
    {
        var sequence = _objects.Count + 1;
        _newest = _objects[sequence] = PlayedObject.Of(sequence, _random);
        Fetch();
    }

    private void Die()
    {
        _ledger = new LastGoodLedger(_disk is null ? [] : [faults.ForgetsWhatItGaveUp ? _disk with { GivenUp = null } : _disk], patience: 3);
        _desired = null;
        Fetch();
    }

    /// <summary>The agent takes the target state, and keeps the contents that it may need.</summary>
    private void Fetch()
    {
        if (faults.TriesAgainByItself)
            _ledger.Retry("web");
        foreach (var news in _ledger.Take(new TargetState("e", 1, Complete: true, [_newest.Stack], [], []), _ => VerdictOf()))
            Keep(news);
        Choose();
        var needed = _ledger.Checksums.Append(_newest.Stack.Checksum!).ToHashSet(StringComparer.Ordinal);
        _contents.IntersectWith(faults.KeepsOnlyTheNewestContent ? [_newest.Stack.Checksum!] : needed);
    }

    private void Choose()
    {
        var chosen = _ledger.Choose(_newest.Stack);
        var (before, newest) = (_desired, _newest.Stack.Sequence);
        _desired = chosen;
        if (chosen.RolledBack is not null && !_seenGood.Contains(chosen.Stack.Sequence))
            throw new InvariantException("OnlyGood", $"object {chosen.Stack.Sequence} is put back, and was never seen good");
        if (chosen.Stack.Sequence != newest && !_contents.Contains(chosen.Stack.Checksum!))
            throw new InvariantException("Contents", $"the content of object {chosen.Stack.Sequence}, which should be, is gone");
        if (chosen.Stack.Sequence == newest)
            _contents.Add(chosen.Stack.Checksum!);
        if (before?.Stack.Sequence == chosen.Stack.Sequence)
            return;
        _failures = 0;
        // A death makes the agent forget what it was doing, and the way back that it was on is the same one.
        if (chosen.RolledBack is not null && before?.Stack.Sequence == newest)
            _waysBack[newest] = _waysBack.GetValueOrDefault(newest) + 1;
        if (_waysBack.GetValueOrDefault(newest) > 1 + _asked.GetValueOrDefault(newest))
            throw new InvariantException("NoFlapping", $"object {newest} was gone back from {_waysBack[newest]} times, and {_asked.GetValueOrDefault(newest)} times somebody wanted it tried again");
    }

    private StackVerdict? VerdictOf()
    {
        if (_desired is not var (stack, _))
            return null;
        if (_applied != stack.Sequence)
            return new StackVerdict.Open();
        return faults.TakesRunningForGood || _now - _appliedAt <= _objects[_applied].WellFor ? new StackVerdict.Good() : new StackVerdict.Ailing("web is ill", Own: true);
    }

    /// <summary>The agent applies what should be, and looks.</summary>
    private void Look()
    {
        if (_desired is not var (stack, rolledBack))
            return;
        var it = _objects[stack.Sequence];
        if (_applied != stack.Sequence && it.Nature == Nature.Fails)
            _failures++;
        else if (_applied != stack.Sequence)
            (_applied, _appliedAt, _failures) = (stack.Sequence, _now, 0);
        Failure[] failures = _failures == 0 ? [] : [new("verify", _failures, "it failed", _now, NextTryAt: null) { Fault = it.Fault }];
        if (failures.Length == 0 && _now - _appliedAt <= it.WellFor)
            _seenGood.Add(stack.Sequence);
        if (_ledger.Look(SpecOf(stack, rolledBack), failures, VerdictOf(), _now) is { } news)
            Keep(news);
    }

    /// <summary>On disk first, and only then anything comes of it; the process may die before, between and after.</summary>
    private void Keep(GoodNews news)
    {
        if (faults.ActsBeforeItWrites)
            Choose();
        if (!_peace && _random.Next(5) == 0)
        {
            Die();
            return;
        }

        if (!news.IsWritten)
            _disk = news.Record;
        if (_disk?.Good is { } good && _objects[good.Sequence].Nature == Nature.Good)
            _keptGood.Add(good.Sequence);
        if (!_peace && _random.Next(5) == 0)
            Die();
        else
            Choose();
    }

    private void CheckTheEnd()
    {
        var (stack, rolledBack) = _desired!.Value;
        var back = _keptGood.Any(it => it < _newest.Stack.Sequence);
        var isBad = _newest.Nature is Nature.Fails or Nature.FallsIll && _newest.Stack.Settings.RollbackOnFailure;
        if (_newest.Nature == Nature.Good && rolledBack is not null)
            throw new InvariantException("Newest", "a good object is held");
        if (isBad && back && rolledBack is null && !_seenGood.Contains(_newest.Stack.Sequence))
            throw new InvariantException("GoesBack", $"object {_newest.Stack.Sequence} ({_newest.Nature}) is still wanted, and there was something good");
        if (rolledBack is not null && _applied != stack.Sequence && _objects[stack.Sequence].Nature != Nature.Fails)
            throw new InvariantException("GoesBack", $"object {stack.Sequence} should be put back, and {_applied} runs");
    }

    private static ComposeSpec SpecOf(TargetStack stack, RolledBack? rolledBack) => new()
    {
        Id = new ObjectId(stack.Id),
        Fingerprint = stack.Checksum!,
        Ownership = new Ownership("here", stack.Scope, stack.Path),
        Project = "web",
        Target = stack,
        Rendered = null,
        RolledBack = rolledBack,
    };
}
