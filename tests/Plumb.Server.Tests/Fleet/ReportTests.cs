using System.Net;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Contracts.Targets;

namespace Plumb.Server.Tests.Fleet;

public sealed class ReportTests
{
    [Fact]
    public async Task The_newest_observation_wins_whatever_comes_last()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);
        var first = agent.Synced(web) with { Status = StackStatus.Failed, LastSyncError = "first" };
        var second = agent.Synced(web);

        await agent.ReportAsync(second);
        await agent.ReportAsync(first);
        await agent.ReportAsync(second, first);

        Assert.Equal(StackStatus.Synced, (await server.StackAsync("web")).Record.Status);
    }

    [Fact]
    public async Task A_newer_process_wins_over_what_an_older_one_kept_on_disk()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);
        var old = agent.Synced(web) with { Number = 99, Generation = agent.Generation, Status = StackStatus.Failed, LastSyncError = "old" };
        var newer = await server.AgentAsync();

        await newer.ReportAsync(newer.Synced(web));
        await newer.ReportAsync(old);

        Assert.Equal(StackStatus.Synced, (await server.StackAsync("web")).Record.Status);
    }

    [Fact]
    public async Task An_older_process_is_told_that_a_newer_one_works()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);
        var newer = new TestAgent(agent.Http, RunningServer.Agent);
        await newer.OpenAsync();

        using var report = await agent.SendAsync(agent.Generation, agent.Synced(web));
        await report.ProblemAsync(HttpStatusCode.Conflict, "session.fenced");
        Assert.Equal(StackStatus.Missing, (await server.StackAsync("web")).Record.Status);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{agent.Path}/target-state");
        request.Headers.Add("Plumb-Generation", $"{agent.Generation}");
        using var poll = await agent.Http.SendAsync(request);
        await poll.ProblemAsync(HttpStatusCode.Conflict, "session.fenced");
    }

    [Fact]
    public async Task A_process_of_before_a_lost_database_goes_on()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);

        using var taken = await agent.SendAsync(agent.Generation + 1000, agent.Synced(web));
        using var fenced = await agent.SendAsync(agent.Generation, agent.Synced(web));

        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        await fenced.ProblemAsync(HttpStatusCode.Conflict, "session.fenced");
    }

    [Fact]
    public async Task A_decision_told_twice_is_one()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);
        var decision = new DecisionReport { Id = "i1", Number = 1, Decision = Decision(web, "d1", 1) };

        await agent.ReportAsync(decision, decision);
        await agent.ReportAsync(decision with { Id = "i2" }, new DecisionReport { Id = "i3", Number = 2, Decision = Decision(web, "d2", 2) });

        var page = await server.GetAsync("/api/v1/decisions?stack=web", PlumbJson.Default.PageDecisionView);
        Assert.Equal(["d2", "d1"], page.Items.Select(item => item.Id));
        Assert.All(page.Items, item => Assert.Equal(("web", "local"), (item.Stack, item.Agent)));
        var first = await server.GetAsync("/api/v1/decisions?limit=1", PlumbJson.Default.PageDecisionView);
        var rest = await server.GetAsync($"/api/v1/decisions?limit=1&after={first.Next}", PlumbJson.Default.PageDecisionView);
        Assert.Equal(("d2", "d1", null), (first.Items[0].Id, rest.Items[0].Id, rest.Next));
        var one = await server.GetAsync("/api/v1/decisions/d1", PlumbJson.Default.DecisionView);
        Assert.Equal(("d1", "web", "local"), (one.Id, one.Stack, one.Agent));
    }

    [Fact]
    public async Task An_alert_fires_once_and_is_resolved_once_in_any_order()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);
        var firing = Alert(web, "a1", 1, "firing");
        var resolved = Alert(web, "a1", 2, "resolved");

        await agent.ReportAsync(firing, firing);
        var alert = Assert.Single((await AlertsAsync(server)).Items);
        Assert.Equal("firing", alert.State);
        Assert.Equal(alert, await server.GetAsync($"/api/v1/alerts/{alert.Id}", PlumbJson.Default.AlertView));
        await agent.ReportAsync(resolved);
        await agent.ReportAsync(firing);

        Assert.Equal("resolved", Assert.Single((await AlertsAsync(server)).Items).State);
        await agent.ReportAsync(Alert(web, "a2", 3, "firing"));
        Assert.Equal(["firing"], (await AlertsAsync(server)).Items.Where(alert => alert.State == "firing").Select(alert => alert.State));
    }

    [Fact]
    public async Task A_second_alert_of_one_cause_ends_the_first()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);

        await agent.ReportAsync(Alert(web, "a1", 1, "firing"), Alert(web, "a2", 2, "firing"));

        var alerts = (await AlertsAsync(server)).Items;
        Assert.Equal([("a1", "resolved"), ("a2", "firing")], alerts.Select(alert => (alert.Id, alert.State)).Order());
    }

    [Fact]
    public async Task What_an_agent_does_not_know_to_fire_is_over_and_an_event_of_an_older_generation_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, web) = await WithWebAsync(server);
        var lost = Alert(web, "lost", 1, "firing") with { Generation = agent.Generation };
        await agent.ReportAsync(lost, Alert(web, "known", 2, "firing", "failing:known"));
        var newer = await server.AgentAsync();

        await newer.ReportAsync(new AlertsStanding { Id = "s1", Number = 1, Firing = ["failing:known"] }, Alert(web, "later", 2, "firing", "failing:later"));
        // Out of an older copy of its disk, and one that was overtaken.
        await newer.ReportAsync(lost, new AlertsStanding { Id = "s0", Number = 0, Firing = ["failing:known"] });

        Assert.Equal([("known", "firing"), ("later", "firing"), ("lost", "resolved")], (await AlertsAsync(server)).Items.Select(alert => (alert.Id, alert.State)).Order());
    }

    [Fact]
    public async Task Worlds_are_shown_and_what_is_asked_of_a_breaker_is_in_the_target_state_until_it_is_handled()
    {
        await using var server = await RunningServer.StartAsync();
        var (agent, _) = await WithWebAsync(server);
        var world = new WorldView("compose:engine", WhyUnreachable: null, "closed", null, null, null);
        await agent.ReportAsync(new WorldReport { Id = "w1", Number = 1, World = world });
        var (_, tag) = await agent.PollAsync();

        using var opened = await server.Admin.PostAsync("/api/v1/agents/local/breakers/compose:engine/open", null);

        Assert.Equal(HttpStatusCode.Accepted, opened.StatusCode);
        var (state, _) = await agent.PollAsync(tag);
        var request = Assert.Single(state!.Breakers);
        Assert.Equal(("compose:engine", true, "admin"), (request.World, request.Open, request.By));
        await agent.ReportAsync(new WorldReport { Id = "w2", Number = 2, World = world with { Breaker = "open", OpenedBy = "admin" }, Handled = [request.Id] });
        Assert.Empty((await agent.PollAsync()).State!.Breakers);
        var breakers = await server.GetAsync("/api/v1/agents/local/breakers", PlumbJson.Default.IReadOnlyListWorldView);
        Assert.Equal("open", Assert.Single(breakers).Breaker);
    }

    private static Task<Page<AlertView>> AlertsAsync(RunningServer server) => server.GetAsync("/api/v1/alerts", PlumbJson.Default.PageAlertView);

    private static async Task<(TestAgent Agent, TargetStack Web)> WithWebAsync(RunningServer server)
    {
        await server.PublishAsync(Found.Stack("web"));
        var agent = await server.AgentAsync();
        return (agent, Assert.Single((await agent.PollAsync()).State!.Stacks));
    }

    private static DecisionView Decision(TargetStack stack, string id, int second) => new()
    {
        Id = id,
        StackId = stack.Id,
        Cause = "sweep",
        Outcome = "succeeded",
        Differences = [],
        Steps = [],
        Holds = [],
        Started = DateTimeOffset.UtcNow.AddSeconds(second),
        DurationSeconds = 1,
    };

    private static AlertReport Alert(TargetStack stack, string id, long number, string state, string key = "failing:web") => new()
    {
        Id = $"{id}-{number}",
        Number = number,
        Alert = new AlertView(id, key, stack.Id, "web", null, state, "error", "It fails.", DateTimeOffset.UnixEpoch, state == "resolved" ? DateTimeOffset.UnixEpoch : null),
    };
}
