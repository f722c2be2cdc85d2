using Microsoft.AspNetCore.Http;
using Plumb.Agent.Link;
using Plumb.Agent.Tests.Fixtures;
using Plumb.Contracts.Targets;

namespace Plumb.Agent.Tests.Link;

public sealed class TargetStateCallTests : PlaneTests
{
    [Fact]
    public async Task The_same_tag_is_answered_as_unchanged_and_a_change_as_fresh()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        var first = Assert.IsType<LinkAnswer<TargetState>.Fresh>(await bench.GetAsync());

        Assert.IsType<LinkAnswer<TargetState>.Unchanged>(await bench.GetAsync(first.ETag));
        Plane.Publish("web", "app");

        var second = Assert.IsType<LinkAnswer<TargetState>.Fresh>(await bench.GetAsync(first.ETag));
        Assert.Equal("web", Assert.Single(second.Value.Stacks).Name);
    }

    [Fact]
    public async Task A_long_poll_answers_as_soon_as_something_changed()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        var first = Assert.IsType<LinkAnswer<TargetState>.Fresh>(await bench.GetAsync());
        var poll = bench.GetAsync(first.ETag, TimeSpan.FromMinutes(10));

        Plane.Publish("web", "app");

        Assert.IsType<LinkAnswer<TargetState>.Fresh>(await poll.WaitAsync(Patience));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"epoch":"e1","version":7,"complete":true,"stacks":[""")]
    [InlineData("""{"epoch":"e1","version":7,"complete":true,"stacks":[]}""")]
    [InlineData("<html>a proxy's page</html>")]
    public async Task A_body_that_is_empty_cut_or_foreign_is_no_target_state(string body)
    {
        using var bench = new LinkBench(Plane, Data.Path);
        Plane.Trouble = _ => Results.Text(body, "application/json");

        var answer = Assert.IsType<LinkAnswer<TargetState>.Away>(await bench.GetAsync());

        Assert.True(answer.MayPass);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_in_the_middle_is_no_target_state()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        Plane.Trouble = context => new BrokenOff();

        Assert.IsType<LinkAnswer<TargetState>.Away>(await bench.GetAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed_so_the_key_goes_nowhere_else()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        var asked = 0;
        Plane.Trouble = _ => asked++ == 0 ? Results.Redirect("/api/v1/agents/edge-1/target-state?again=1") : null;

        var answer = Assert.IsType<LinkAnswer<TargetState>.Refused>(await bench.GetAsync());

        Assert.Equal(302, answer.Status);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Nobody_listening_is_a_value_and_not_an_exception()
    {
        using var bench = new LinkBench(Plane, Data.Path);
        await Plane.DisposeAsync();

        var answer = Assert.IsType<LinkAnswer<TargetState>.Away>(await bench.GetAsync());

        Assert.Contains("127.0.0.1", answer.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(ControlPlane.Token, answer.Why, StringComparison.Ordinal);
    }

    private sealed class BrokenOff : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentLength = 10_000;
            await httpContext.Response.WriteAsync("""{"epoch":"e1",""");
            await httpContext.Response.Body.FlushAsync();
            httpContext.Abort();
        }
    }
}
