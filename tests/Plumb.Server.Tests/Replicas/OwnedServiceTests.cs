using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Server.Replicas;
using Plumb.Server.Storage;

namespace Plumb.Server.Tests.Replicas;

/// <summary>Background work is begun once for each time in which it is owned.</summary>
public sealed class OwnedServiceTests
{
    [Fact]
    public async Task Work_with_nothing_left_to_do_rests_until_it_is_lost_and_is_begun_anew_then()
    {
        using var stop = new CancellationTokenSource();
        using var terms = new Terms();
        using var work = new DoneAtOnce(terms);

        // Nothing in it waits, so that all that it does by itself is done when the call comes back.
        var running = work.GoAsync(stop.Token);

        Assert.Equal(1, work.Begun);
        Assert.False(running.IsCompleted);

        await terms.LoseAsync();
        await terms.TakenAgain.WaitAsync(TimeSpan.FromMinutes(1));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(2, work.Begun);
    }

    [Fact]
    public async Task Work_that_ends_because_the_store_is_away_is_begun_anew_and_takes_nothing_else_along()
    {
        using var stop = new CancellationTokenSource();
        using var terms = new Terms();
        using var work = new EndsOnce(terms);

        var running = work.GoAsync(stop.Token);
        await work.BegunAgain.WaitAsync(TimeSpan.FromMinutes(1));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private sealed class EndsOnce(IOwnership ownership) : OwnedService(ownership, TimeProvider.System, NullLogger.Instance)
    {
        private readonly TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _ended;

        public Task BegunAgain => _again.Task;

        protected override string Work => "something";

        public Task GoAsync(CancellationToken stop) => ExecuteAsync(stop);

        protected override Task OwnAsync(CancellationToken cancellation)
        {
            if (!_ended)
            {
                _ended = true;
                throw new StoreException("The database is away.");
            }

            _again.SetResult();
            return Task.CompletedTask;
        }
    }

    private sealed class DoneAtOnce(IOwnership ownership) : OwnedService(ownership, TimeProvider.System, NullLogger.Instance)
    {
        public int Begun { get; private set; }

        protected override string Work => "nothing";

        public Task GoAsync(CancellationToken stop) => ExecuteAsync(stop);

        protected override Task OwnAsync(CancellationToken cancellation)
        {
            Begun++;
            return Task.CompletedTask;
        }
    }

    /// <summary>Gives two terms, of which the first can be lost.</summary>
    private sealed class Terms : IOwnership, IDisposable
    {
        private readonly CancellationTokenSource _lost = new();
        private readonly TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _taken;

        public Task TakenAgain => _again.Task;

        public Task LoseAsync() => _lost.CancelAsync();

        public Task<Term> TakeAsync(string work, CancellationToken cancellation)
        {
            switch (++_taken)
            {
                case 1:
                    return Task.FromResult<Term>(new FirstTerm(_lost.Token));
                case 2:
                    _again.SetResult();
                    return Task.FromResult(new Term());
                default:
                    throw new InvalidOperationException("Taken a third time, and the second was not lost.");
            }
        }

        public void Dispose() => _lost.Dispose();
    }

    private sealed class FirstTerm(CancellationToken lost) : Term
    {
        public override CancellationToken Lost => lost;
    }
}
