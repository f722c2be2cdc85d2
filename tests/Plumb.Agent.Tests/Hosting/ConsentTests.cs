using Plumb.Agent.Tests.Fixtures;

namespace Plumb.Agent.Tests.Hosting;

public sealed class ConsentTests : PlaneTests
{
    private readonly World world = new();

    [Fact]
    public async Task What_the_configuration_consents_to_is_said_at_each_session_and_again_until_it_is_taken()
    {
        Plane.Publishers["shop"] = true;
        await using (var agent = RunningAgent.Start(Plane.Address, Data.Path, world, options => options with { Subscriptions = ["shop", "later"] }))
        {
            await agent.SeesAsync(() => Plane.Subscriptions.Contains("shop"), "shop subscribed");
            await agent.SeesAsync(() => agent.Log.ToString().Contains("The subscription to later is not taken yet", StringComparison.Ordinal), "that it waits is said");
            Plane.Publishers["later"] = true;
            await agent.SeesAsync(() => Plane.Subscriptions.Contains("later"), "later subscribed");
        }

        await using var again = RunningAgent.Start(Plane.Address, Data.Path, world, options => options with { Subscriptions = ["shop"] });
        await again.SeesAsync(() => Plane.Subscriptions.Count(name => name == "shop") == 2, "shop subscribed again");
    }

    [Fact]
    public async Task Labels_and_annotations_come_with_the_session_and_only_where_somebody_said_any()
    {
        await using (var silent = RunningAgent.Start(Plane.Address, Data.Path, world))
            await silent.SeesAsync(() => !Plane.Sessions.IsEmpty, "a session");
        Assert.True(Plane.Sessions.TryDequeue(out var nothing));
        Assert.Equal((null, null), (nothing.Labels, nothing.Annotations));

        await using var agent = RunningAgent.Start(
            Plane.Address, Data.Path, world, options => options with { Labels = ["prod"], Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["region"] = "eu" } });
        await agent.SeesAsync(() => !Plane.Sessions.IsEmpty, "a session");
        Assert.True(Plane.Sessions.TryDequeue(out var said));
        Assert.Equal("prod", Assert.Single(said.Labels!));
        Assert.Equal("eu", said.Annotations!["region"]);
    }
}
