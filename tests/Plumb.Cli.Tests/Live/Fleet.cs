using System.Text;
using System.Text.Json;
using Plumb.Cli.Tests.Applying;
using Plumb.Cli.Tests.Kit;
using Plumb.Contracts.Alerts;
using Plumb.Contracts.Decisions;
using Plumb.Contracts.Json;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Stacks;
using Plumb.Server.Keys;

namespace Plumb.Cli.Tests.Live;

/// <summary>A control plane with one of every kind, an agent that came and one that did not.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private long number;
    private HttpClient agent = null!;

    public required ControlPlane Plane { get; init; }

    public required Kit.Cli Cli { get; init; }

    public string AgentKey => agent.DefaultRequestHeaders.Authorization!.Parameter!;

    /// <summary>Of the operator's key.</summary>
    public string AdaId { get; private set; } = "";

    public static async Task<Fleet> StartAsync(string store)
    {
        var plane = await ControlPlane.StartAsync(store);
        var fleet = new Fleet { Plane = plane, Cli = plane.Command() };
        var more = "\n---\napiVersion: plumb/v1\nkind: Publisher\nmetadata: { name: cafe }\n---\napiVersion: plumb/v1\nkind: Agent\nmetadata: { name: edge-2 }\n---\napiVersion: plumb/v1\nkind: Stack\nmetadata: { name: db }"
            + "\n---\napiVersion: plumb/v1\nkind: Target\nspec: { agent: edge-2, stack: shop/web }";
        var ran = await fleet.Cli.RunAsync("apply", "-f", fleet.Cli.Write("fleet.yaml", ApplyTests.Fleet + more));
        Assert.True(ran.Exit == 0, ran.ToString());
        fleet.agent = await plane.AgentAsync("edge-1", "shop");
        fleet.AdaId = (await plane.KeyAsync(Role.Operator, "ada")).Split('_')[2];
        await fleet.HappensAsync();
        return fleet;
    }

    /// <summary>The agent says how the stack stands there.</summary>
    public async Task StandsAsync(StackStatus status, string health = "healthy", params HoldView[] holds)
    {
        var stack = await Plane.GetAsync("/api/v1/stacks/shop%2Fweb");
        await ReportAsync(new StackReport
        {
            Id = Guid.NewGuid().ToString(),
            Number = ++number,
            StackId = stack.GetProperty("id").GetString()!,
            Status = status,
            ObservedSequence = stack.GetProperty("sequence").GetInt64(),
            Differences = [],
            Holds = holds,
            Failures = [],
            Health = health,
            Known = true,
            Activity = "idle",
            Containers = [],
            LookedAt = DateTimeOffset.UtcNow,
        });
    }

    public async ValueTask DisposeAsync()
    {
        Cli.Dispose();
        agent.Dispose();
        await Plane.DisposeAsync();
    }

    private async Task HappensAsync()
    {
        var id = (await Plane.GetAsync("/api/v1/stacks/shop%2Fweb")).GetProperty("id").GetString()!;
        await ReportAsync(new DecisionReport
        {
            Id = "d1",
            Number = ++number,
            Decision = new DecisionView
            {
                Id = Guid.CreateVersion7().ToString(), StackId = id, Cause = "sweep", Outcome = "succeeded", Differences = [new DifferenceView("state", "web", "state", "running", "exited")],
                Steps = [new StepView("up", "web", "state", "succeeded", null, 1)], Holds = [], Started = DateTimeOffset.UnixEpoch, DurationSeconds = 1,
            },
        });
        await ReportAsync(new AlertReport
        {
            Id = "a1", Number = ++number,
            Alert = new AlertView(Guid.CreateVersion7().ToString(), "stack.failing", id, null, null, "firing", "error", "It fails.", DateTimeOffset.UnixEpoch, ResolvedAt: null),
        });
    }

    private async Task ReportAsync(ReportItem item)
    {
        using var opened = await agent.PostAsync(
            "/api/v1/agents/edge-1/sessions", new StringContent("""{"instance":"i","version":"0.1.0","drivers":["compose"],"intervalSeconds":30}""", Encoding.UTF8, "application/json"));
        var grant = JsonSerializer.Deserialize(await opened.Content.ReadAsStringAsync(), PlumbJson.Default.SessionGrant)!;
        using var sent = await agent.PostAsync(
            "/api/v1/agents/edge-1/reports", new StringContent(JsonSerializer.Serialize(new ReportBatch(grant.Generation, [item]), PlumbJson.Default.ReportBatch), Encoding.UTF8, "application/json"));
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync());
    }
}
