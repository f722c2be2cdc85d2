using Plumb.Cli.Tests.Kit;
using Plumb.Contracts.Problems;

namespace Plumb.Cli.Tests.Verbs;

public sealed class MarkTests : ApiTest
{
    [Fact]
    public async Task Labels_are_given_and_taken_in_one_call()
    {
        Api.On("PUT /api/v1/agents/edge-1/labels/prod", Samples.Agent).On("DELETE /api/v1/agents/edge-1/labels/old", "", 204);
        Assert.Equal(0, (await Cli.RunAsync("label", "agent", "edge-1", "prod", "old-")).Exit);
        Assert.Equal(["PUT /api/v1/agents/edge-1/labels/prod", "DELETE /api/v1/agents/edge-1/labels/old"], Api.Requests.Select(request => $"{request.Method} {request.Target}"));
    }

    [Fact]
    public async Task Annotations_too_and_a_stack_is_asked_for_by_its_id()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack(name: "shop/web"))).On("PUT /api/v1/stacks/0193-web/annotations/region", Samples.Stack()).On("DELETE /api/v1/stacks/0193-web/annotations/zone", "", 204);
        Assert.Equal(0, (await Cli.RunAsync("annotate", "stack", "shop/web", "region=eu", "zone-")).Exit);
    }

    [Fact]
    public async Task A_tie_that_waits_says_for_what()
    {
        Api.On("PUT /api/v1/agents/edge-1/targets/shop%2Fweb", """{"agent":"edge-1","stack":"shop/web","inEffect":false,"why":"Agent edge-1 did not subscribe to publisher shop."}""");
        Assert.Contains("did not subscribe", (await Cli.RunAsync("target", "edge-1", "shop/web")).Error, StringComparison.Ordinal);
        Api.On("DELETE /api/v1/agents/edge-1/targets/shop%2Fweb", "", 204);
        Assert.Equal(0, (await Cli.RunAsync("target", "edge-1", "shop/web", "--remove")).Exit);
    }

    [Fact]
    public async Task What_is_deleted_says_how()
    {
        Api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack(name: "shop/web"))).On("DELETE /api/v1/stacks/0193-web?keepRunning=true", Samples.Stack(), 202).On("DELETE /api/v1/agents/edge-1?forget=true", "", 204);
        Assert.Equal(0, (await Cli.RunAsync("delete", "stack", "shop/web", "--keep-running")).Exit);
        Assert.Equal(0, (await Cli.RunAsync("delete", "agent", "edge-1", "--forget")).Exit);
        Api.Refuses("DELETE /api/v1/agents/edge-2", ProblemCodes.AgentUnknown, "There is no agent edge-2.");
        Assert.Equal(1, (await Cli.RunAsync("delete", "agent", "edge-2")).Exit);
    }

    [Theory]
    [InlineData("label", "agent", "edge-1")]
    [InlineData("label", "agent", "edge-1", "a b")]
    [InlineData("label", "key", "edge-1", "a")]
    [InlineData("annotate", "agent", "edge-1", "region")]
    [InlineData("annotate", "agent", "edge-1", "=eu")]
    [InlineData("delete", "alert", "x")]
    [InlineData("delete", "agent", "x", "--keep-running")]
    [InlineData("delete", "stack", "x", "--forget")]
    [InlineData("target", "edge-1")]
    public async Task What_makes_no_sense_is_misuse(params string[] words) => Assert.Equal(2, (await Cli.RunAsync(words)).Exit);
}
