using System.Runtime.CompilerServices;
using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;
using Plumb.Compose.Model;
using Plumb.Kernel;

namespace Plumb.Compose.Observe;

/// <summary>Turns the engine's events into hints, and tells the books of the observer what they can no longer rely on.</summary>
internal sealed class EngineHints(
    EngineClient engine, ComposeObserverOptions options, InspectionBook inspections, ResourceBook networks, ResourceBook volumes, TimeProvider time)
{
    private HintIndex _index = HintIndex.Empty;
    private volatile bool _isLive;

    /// <summary>Events are being heard: what they do not tell has not changed.</summary>
    public bool IsLive => _isLive;

    /// <summary>Takes what a look at everything found.</summary>
    public void Know(IReadOnlyCollection<Wanted> stacks, IReadOnlyCollection<ContainerItem> items) => Volatile.Write(ref _index, new HintIndex(stacks, items));

    public async IAsyncEnumerable<ObjectId?> ListenAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var window = new HintWindow(options, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var events = engine.EventsAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (window.Wait is { } wait && !next.IsCompleted)
                {
                    await Task.WhenAny(next, Task.Delay(wait, time, cancellation));
                    cancellation.ThrowIfCancellationRequested();
                }

                foreach (var ripe in window.Ripe())
                {
                    yield return ripe;
                }

                if (window.Wait is not null && !next.IsCompleted)
                {
                    continue;
                }

                if (!await next || events.Current is not EngineAnswer<EngineEvent>.Ok { Value: var happened })
                {
                    break;
                }

                Take(happened, window);
                next = events.MoveNextAsync().AsTask();
            }

            foreach (var rest in window.Rest())
            {
                yield return rest;
            }
        }
        finally
        {
            _isLive = false;

            // An iterator that is still moving cannot be disposed of.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Take(EngineEvent happened, HintWindow window)
    {
        if (happened.IsSubscription)
        {
            // Whatever happened while nobody listened: nothing that was known holds.
            networks.Invalidate();
            volumes.Invalidate();
            _isLive = true;
            window.AddAny();
            return;
        }

        var index = Volatile.Read(ref _index);
        var id = happened.Actor?.Id ?? "";
        switch (HintFilter.MatterOf(happened))
        {
            case EventMatter.Container:
                window.Add(OfContainer(index, happened));
                break;
            case EventMatter.Inside:
                inspections.Flag(id);
                window.Add(OfContainer(index, happened));
                break;
            case EventMatter.Health when !happened.Action.EndsWith(": " + inspections.HealthOf(id), StringComparison.Ordinal):
                window.Add(OfContainer(index, happened));
                break;
            case EventMatter.Attachment:
                inspections.Flag(happened.Attribute("container"));
                window.Add(index.OfContainer(happened.Attribute("container")));
                break;
            case EventMatter.Network:
                networks.Invalidate();
                window.Add(index.OfResource(happened.Attribute("name")));
                break;
            case EventMatter.Volume:
                volumes.Invalidate();
                window.Add(index.OfResource(id));
                break;
        }
    }

    private static IEnumerable<ObjectId> OfContainer(HintIndex index, EngineEvent happened) =>
        happened.Attribute(Labels.Project) is { Length: > 0 } project ? index.OfProject(project) : [];
}
