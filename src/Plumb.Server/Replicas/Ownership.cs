namespace Plumb.Server.Replicas;

/// <summary>Sees that a piece of background work has one owner at a time among all control planes over one store.</summary>
internal interface IOwnership
{
    /// <summary>Waits until this control plane owns the work.</summary>
    /// <param name="work">Its name.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    Task<Term> TakeAsync(string work, CancellationToken cancellation);
}

/// <summary>The time in which work is owned. Disposed, others may own it.</summary>
internal class Term : IDisposable
{
    /// <summary>It ended by itself: others may own the work.</summary>
    public virtual CancellationToken Lost => CancellationToken.None;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A store that nobody shares: this control plane owns all.</summary>
internal sealed class SoleOwnership : IOwnership
{
    public Task<Term> TakeAsync(string work, CancellationToken cancellation) => Task.FromResult(new Term());
}
