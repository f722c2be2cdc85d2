using Plumb.Compose.Engine;
using Plumb.Compose.Model;
using Plumb.Compose.Observe;
using Plumb.Kernel;
using Plumb.Kernel.Planning;

namespace Plumb.Compose.Tests.Observe;

/// <summary>An observer, and what it sees of given stacks.</summary>
public sealed class Observed : IDisposable
{
    private readonly EngineClient _client;

    public Observed(LiveWorld world, string host, TimeSpan? deep, TimeProvider time)
    {
        _client = World.Client(host);
        Observer = new ComposeObserver(
            _client, world.Layout, world.Adoptions, world.Permits, world.Departed,
            new ComposeObserverOptions { Instance = LiveWorld.Instance, DeepInterval = deep ?? TimeSpan.FromMinutes(10) }, time);
    }

    public ComposeObserver Observer { get; }

    public async Task<WorldLook<StackSeen>> AllAsync(params ComposeSpec[] specs) => await Observer.LookAtAllAsync(specs.ToDictionary(s => s.Id), default);

    public async Task<Look<StackSeen>> AtAsync(ComposeSpec spec) => await Observer.LookAtAsync(spec.Id, spec, default);

    public async Task<StackSeen> SeenAsync(ComposeSpec spec) => (await AtAsync(spec)).Actual ?? throw new InvalidOperationException("not seen");

    /// <summary>The only container of a service, as a look at everything sees it.</summary>
    public async Task<ContainerSeen> SweptAsync(ComposeSpec spec, string service)
    {
        var look = await AllAsync(spec);
        return Assert.Single(look.Objects[spec.Id].Containers, c => c.Service == service);
    }

    public async Task<ContainerSeen> ContainerAsync(ComposeSpec spec, string service) => Assert.Single((await SeenAsync(spec)).Containers, c => c.Service == service);

    /// <summary>Hints in the order in which they come, until the token ends.</summary>
    public async Task ListenAsync(ICollection<ObjectId?> hints, CancellationToken cancellation)
    {
        try
        {
            await foreach (var hint in Observer.HintsAsync(cancellation))
            {
                lock (hints)
                {
                    hints.Add(hint);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
    }

    public void Dispose()
    {
        Observer.Dispose();
        _client.Dispose();
    }
}
