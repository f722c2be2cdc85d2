using Plumb.TestKit;

namespace Plumb.Agent.Tests.Fixtures;

/// <summary>Tests with a control plane and a data directory of their own.</summary>
public abstract class PlaneTests : IAsyncLifetime, IDisposable
{
    private readonly TempDir data = new();
    private ControlPlane? plane;

    internal ControlPlane Plane => plane ?? throw new InvalidOperationException("The test has not begun.");

    protected TempDir Data => data;

    protected static TimeSpan Patience { get; } = TimeSpan.FromMinutes(2);

    public async Task InitializeAsync() => plane = await ControlPlane.StartAsync();

    public async Task DisposeAsync() => await Plane.DisposeAsync();

    public void Dispose()
    {
        data.Dispose();
        GC.SuppressFinalize(this);
    }
}
