using Plumb.Contracts.Stacks;
using Plumb.Server.Events;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Tests.Events;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_client_that_drops_again_and_again_sees_what_one_that_stays_sees(int seed)
    {
        const int changes = 60;
        var random = new Random(seed);
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        using var staying = await EventStream.OpenAsync(server.Http);
        var last = (await staying.NextAsync()).Id;
        var publishing = Task.Run(async () =>
        {
            for (var i = 1; i <= changes; i++)
            {
                await server.PublishAtAsync($"{i:x40}", Found.Stack("web", $"services: {{ web: {{ image: 'busybox:{i}' }} }}"), Found.Stack($"s{i % 7}"));
            }
        });

        List<(long, string)> seen = [];
        while (seen.Count < changes)
        {
            using var dropping = await EventStream.OpenAsync(server.Http, last);
            for (var left = random.Next(1, 8); left > 0 && seen.Count < changes; left--)
            {
                var (id, name, data) = await dropping.NextAsync();
                seen.Add((id, name + data));
                last = id;
            }
        }

        await publishing;
        List<(long, string)> all = [];
        while (all.Count < changes)
        {
            var (id, name, data) = await staying.NextAsync();
            all.Add((id, name + data));
        }

        Assert.Equal(all, seen);
        Assert.DoesNotContain(seen, one => one.Item2.StartsWith("stack.snapshot", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_kept_can_be_resumed_and_one_more_cannot()
    {
        var hub = new EventHub(TimeProvider.System);
        var snapshot = (await FirstAsync(hub, lastId: null)).Id;
        Send(hub);
        Assert.Equal("stack.upsert", (await FirstAsync(hub, snapshot)).Name);
        for (var i = 1; i < EventHub.Kept; i++)
        {
            Send(hub);
        }

        Assert.Equal("stack.upsert", (await FirstAsync(hub, snapshot)).Name);
        Send(hub);
        Assert.Equal("stack.snapshot", (await FirstAsync(hub, snapshot)).Name);
    }

    [Fact]
    public async Task An_id_that_was_never_given_out_here_gets_a_snapshot_even_when_it_lies_among_ours()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var hub = new EventHub(time);
        Send(hub);
        time.Advance(TimeSpan.FromSeconds(1));
        Send(hub);
        Assert.Equal("stack.snapshot", (await FirstAsync(hub, time.GetUtcNow().ToUnixTimeMilliseconds() - 500)).Name);
    }

    private static void Send(EventHub hub) => hub.Changed(BoardPage.Empty, [new StackRecord { Path = "web", Status = StackStatus.Synced }], [], DateTimeOffset.UnixEpoch);

    private static async Task<StreamEvent> FirstAsync(EventHub hub, long? lastId)
    {
        using var listener = hub.Listen(lastId);
        return (await listener.NextAsync(TimeSpan.FromSeconds(20), CancellationToken.None))![0];
    }
}
