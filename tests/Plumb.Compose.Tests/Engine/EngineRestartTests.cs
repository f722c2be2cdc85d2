using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Tests.Engine;

public sealed class EngineRestartTests
{
    [Fact]
    public async Task One_client_outlives_the_engine_and_its_event_stream_tells_the_end()
    {
        using var engine = new RealEngine();
        await engine.InitializeAsync();
        using var client = World.Client(engine);
        var events = client.EventsAsync(default).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Assert.True(events.Current.Value().IsSubscription);

        await engine.KillAsync();
        Assert.True(await events.MoveNextAsync());
        Assert.IsType<EngineAnswer<EngineEvent>.Unreachable>(events.Current);
        Assert.False(await events.MoveNextAsync());
        Assert.IsType<EngineAnswer<List<ContainerItem>>.Unreachable>(await client.ListContainersAsync(project: null, default));

        await engine.StartAsync();
        Assert.Empty((await client.ListContainersAsync(project: null, default)).Value());
        await events.DisposeAsync();
    }
}
