using Plumb.Server.Events;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Events;

public sealed class ManyClientsTests
{
    [Fact]
    public async Task Two_hundred_clients_see_every_event_in_its_order_and_leave_nothing_behind()
    {
        const int clients = 200;
        const int changes = 20;
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => EventStream.OpenAsync(server.Http)));
        await Task.WhenAll(streams.Select(stream => stream.NextAsync()));

        for (var i = 1; i <= changes; i++)
        {
            await server.PublishAtAsync($"{i:x40}", [.. Enumerable.Range(0, i).Select(n => Found.Stack($"s{n}"))]);
        }

        var seen = await Task.WhenAll(streams.Select(SeenAsync));
        Assert.Equal(Enumerable.Range(0, changes).Select(n => $"s{n}"), seen[0].Select(one => one.Path).Distinct());
        Assert.All(seen, one => Assert.Equal(seen[0], one));
        foreach (var stream in streams)
        {
            stream.Dispose();
        }

        await Wait.UntilAsync(() => server.Server.Service<EventHub>().Listeners == 0, TimeSpan.FromSeconds(30), "no listener left");

        static async Task<List<(long Id, string Path)>> SeenAsync(EventStream stream)
        {
            List<(long, string)> seen = [];
            while (seen is not [.., (_, "s19")])
            {
                var (id, name, data) = await stream.NextAsync();
                Assert.Equal("stack.upsert", name);
                seen.Add((id, data.GetProperty("record").GetProperty("path").GetString()!));
            }

            return seen;
        }
    }
}
