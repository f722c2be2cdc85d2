using Microsoft.AspNetCore.Http;
using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Verbs;

public sealed class ActionTests : ApiTest
{
    [Theory]
    [InlineData("sync")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("stop")]
    [InlineData("start")]
    [InlineData("adopt")]
    [InlineData("unblock")]
    public async Task Each_is_asked_of_the_server_and_says_so_on_standard_error(string action)
    {
        Api.On($"POST /api/v1/stacks/web/{action}", Samples.Action(action, "r1"), 202);
        foreach (var words in new[] { new[] { action, "web" }, [action, "stack", "web"] })
        {
            var ran = await Cli.RunAsync(words);
            Assert.Equal((0, ""), (ran.Exit, ran.Out));
            Assert.StartsWith("web: ", ran.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("apps/web")]
    [InlineData(".")]
    [InlineData("with space")]
    public async Task A_name_that_is_no_plain_word_is_looked_up_and_asked_for_by_id(string name)
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack("other", id: "1"), Samples.Stack(name, id: "2"))).On("POST /api/v1/stacks/2/sync", Samples.Action("sync", "r1"), 202);
        Assert.Equal(0, (await Cli.RunAsync("sync", name)).Exit);
    }

    [Fact]
    public async Task Another_kind_is_misuse()
    {
        var ran = await Cli.RunAsync("sync", "agent", "local");
        Assert.Equal(2, ran.Exit);
        Assert.Contains("this is for stacks, not for agent", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("sync", "web", "db")).Exit);
        Assert.Equal(2, (await Cli.RunAsync("sync")).Exit);
    }

    [Fact]
    public async Task Waiting_ends_when_what_was_asked_was_handled_and_it_is_synced()
    {
        var looks = 0;
        Api.On("POST /api/v1/stacks/web/sync", Samples.Action("sync", "r1"), 202).On("GET /api/v1/stacks/web", context => context.Response.WriteAsync(
            ++looks switch
            {
                // Synced still from before: what was asked is pending.
                1 => Samples.Stack(pending: Samples.Pending("r1")),
                2 => Samples.Stack(status: "syncing"),
                _ => Samples.Stack(),
            }));
        var ran = await Cli.RunAsync("sync", "--wait", "web");
        Assert.Equal((0, ""), (ran.Exit, ran.Out));
        Assert.Equal(3, looks);
        Assert.EndsWith("web: synced\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_health_waits_longer()
    {
        var looks = 0;
        Api.On("POST /api/v1/stacks/web/start", Samples.Action("start", null)).On("GET /api/v1/stacks/web", context => context.Response.WriteAsync(Samples.Stack(health: ++looks < 3 ? "progressing" : "healthy")));
        Assert.Equal(0, (await Cli.RunAsync("start", "web", "--wait=healthy")).Exit);
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task Waiting_ends_with_1_when_a_person_must_act()
    {
        Api.On("GET /api/v1/stacks/web", Samples.Stack(status: "failed", held: "NotOurs", holds: Samples.Hold));
        var ran = await Cli.RunAsync("wait", "stack", "web", "--for", "synced");
        Assert.Equal(1, ran.Exit);
        Assert.Contains("held NotOurs: project web is somebody else's. Run plumb adopt web.", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_with_1_when_time_runs_out()
    {
        Api.On("GET /api/v1/stacks/web", Samples.Stack(status: "syncing"));
        var ran = await Cli.RunAsync("wait", "web", "--timeout", "300ms");
        Assert.Equal(1, ran.Exit);
        Assert.Contains("after 300ms it is syncing", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wait", "web", "--for", "ready")]
    [InlineData("wait", "web", "--timeout", "5")]
    [InlineData("sync", "web", "--wait=done")]
    [InlineData("suspend", "web", "--wait")]
    public async Task Wrong_words_for_waiting_are_misuse_and_nothing_is_asked(params string[] args)
    {
        Assert.Equal(2, (await Cli.RunAsync(args)).Exit);
        Assert.Empty(Api.Requests);
    }
}
