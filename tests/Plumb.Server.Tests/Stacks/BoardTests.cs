using Plumb.Contracts.Json;
using Plumb.Server.Stacks.Views;

namespace Plumb.Server.Tests.Stacks;

public sealed class BoardTests
{
    [Fact]
    public async Task A_page_that_was_taken_stays_as_it_was_whatever_happens_after()
    {
        await using var server = await RunningServer.StartAsync();
        await server.PublishAsync(Found.Stack("web"));
        var board = server.Server.Service<StackBoard>();
        var before = board.Page;

        await server.PublishAsync(Found.Stack("api"), Found.Stack("web", "services: { web: { image: other } }"));

        Assert.Equal(["web"], before.Entries.Select(entry => entry.View.Record.Path));
        Assert.Equal(["api", "web"], board.Page.Entries.Select(entry => entry.View.Record.Path));
        Assert.NotSame(before, board.Page);
    }

    [Fact]
    public async Task The_list_of_records_is_empty_and_no_error_before_there_is_anything()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Empty(await server.GetAsync("/api/stacks", PlumbJson.Default.IReadOnlyListStackRecord));
    }
}
