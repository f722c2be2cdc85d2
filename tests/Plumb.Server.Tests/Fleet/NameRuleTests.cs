using System.Text;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Publishers;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Server.Keys;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Fleet;

/// <summary>One rule for names, labels and annotation keys, and one for values, at every door.</summary>
public sealed class NameRuleTests
{
    [Fact]
    public async Task Every_door_takes_the_same_names_and_refuses_the_same_ones()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "door");
        await people.AgentAsync("door");
        using var agent = await server.ClientAsync(Role.Agent, "door");
        var wrong = new List<string>();
        foreach (var (door, send) in Doors(server.Admin, agent))
        {
            foreach (var (name, good) in NameTable.Names)
            {
                if (door.EndsWith("route", StringComparison.Ordinal) && (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal)))
                {
                    // No route can name these.
                    continue;
                }

                using var response = await send(name);
                var text = await response.Content.ReadAsStringAsync();
                // Publishers and sources share their names.
                var taken = response.IsSuccessStatusCode || text.Contains("\"name.taken\"", StringComparison.Ordinal);
                var refused = !response.IsSuccessStatusCode
                    && (text.Contains("\"name.invalid\"", StringComparison.Ordinal) || text.Contains("(settings.", StringComparison.Ordinal));
                if (good ? !taken : !refused)
                {
                    wrong.Add($"{door} {JsonSerializer.Serialize(name)}: {(int)response.StatusCode}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_door_takes_the_same_values()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "door");
        await people.AgentAsync("door");
        using var agent = await server.ClientAsync(Role.Agent, "door");
        var wrong = new List<string>();
        foreach (var (value, good) in NameTable.Values)
        {
            foreach (var (door, send) in ValueDoors(server.Admin, agent))
            {
                using var response = await send(value);
                var text = await response.Content.ReadAsStringAsync();
                var refused = !response.IsSuccessStatusCode && (text.Contains("\"value.invalid\"", StringComparison.Ordinal) || text.Contains("\"name.invalid\"", StringComparison.Ordinal) || text.Contains("(settings.", StringComparison.Ordinal));
                if (good ? !response.IsSuccessStatusCode : !refused)
                {
                    wrong.Add($"{door} {JsonSerializer.Serialize(value)}: {(int)response.StatusCode} {text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Case_counts_and_nothing_is_trimmed_or_folded()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "web", new StackBody { Labels = ["prod"] });
        await people.StackAsync("system", "Web");
        await people.PublishAsync("system/web");
        await people.AgentAsync("edge");
        await people.LabelAsync("agents/edge", "Prod");
        var edge = await server.AgentAsync("edge");
        Assert.Empty((await edge.PollAsync()).State!.Stacks);

        await people.LabelAsync("agents/edge", "prod");

        Assert.Equal("system/web", Assert.Single((await edge.PollAsync()).State!.Stacks).Name);
    }

    [Fact]
    public async Task Names_with_slashes_may_be_written_as_they_are_or_encoded()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.PublisherAsync("shop/eu");
        await people.ChangeAsync("shop/eu/apps/web", new StackBody());
        await people.PublishAsync("shop/eu/apps/web");
        await people.LabelAsync("stacks/shop/eu/apps/web", "tier/front");
        await people.LabelAsync("stacks/shop%2Feu%2Fapps%2Fweb", "tier%2Fback");
        await people.AgentAsync("rack%2F1");
        await people.LabelAsync("agents/rack/1", "tier/front");
        await people.TieAsync("rack/1", "shop/eu/apps/web");

        var stack = await server.StackAsync("shop/eu/apps/web");
        Assert.Equal("shop/eu", stack.Publisher);
        Assert.Equal(["tier/back", "tier/front"], stack.Labels);
        var agent = await server.GetAsync("/api/v1/agents/rack%2F1", PlumbJson.Default.AgentView);
        Assert.Equal("tier/front", Assert.Single(agent.Labels));
        Assert.Equal("shop/eu/apps/web", Assert.Single(agent.Targets));
    }

    private static Dictionary<string, Func<string, Task<HttpResponseMessage>>> ValueDoors(HttpClient http, HttpClient agent) => new(StringComparer.Ordinal)
    {
        ["stack's, by route"] = value => http.PutAsync("/api/v1/stacks/system/door/annotations/key", new AnnotationBody(value).Json(PlumbJson.Default.AnnotationBody)),
        ["agent's, by route"] = value => http.PutAsync("/api/v1/agents/door/annotations/key", new AnnotationBody(value).Json(PlumbJson.Default.AnnotationBody)),
        ["stack's"] = value => http.PutAsync("/api/v1/stacks/system/door", new StackBody { Annotations = Map("key", value) }.Json(PlumbJson.Default.StackBody)),
        ["agent's"] = value => http.PutAsync("/api/v1/agents/door", new Contracts.Agents.AgentBody { Annotations = Map("key", value) }.Json(PlumbJson.Default.AgentBody)),
        ["session's"] = value => OpenAsync(agent, Session with { Annotations = Map("key", value) }),
        ["in plumb.stack.yaml"] = value => SendFileAsync(http, $"annotations: {{ key: {JsonSerializer.Serialize(value)} }}"),
    };

    private static Dictionary<string, Func<string, Task<HttpResponseMessage>>> Doors(HttpClient http, HttpClient agent) => new(StringComparer.Ordinal)
    {
        ["publisher"] = name => http.PostAsync("/api/v1/publishers", new PublisherBody($"{name}").Json(PlumbJson.Default.PublisherBody)),
        ["stack"] = name => http.PostAsync("/api/v1/stacks", new StackBody { Publisher = "system", Name = name }.Json(PlumbJson.Default.StackBody)),
        ["agent"] = name => http.PostAsync("/api/v1/agents", new Contracts.Agents.AgentBody { Name = name }.Json(PlumbJson.Default.AgentBody)),
        ["stack's labels"] = name => http.PutAsync("/api/v1/stacks/system/door", new StackBody { Labels = [name] }.Json(PlumbJson.Default.StackBody)),
        ["agent's labels"] = name => http.PutAsync("/api/v1/agents/door", new Contracts.Agents.AgentBody { Labels = [name] }.Json(PlumbJson.Default.AgentBody)),
        ["stack's annotations"] = name => http.PutAsync("/api/v1/stacks/system/door", new StackBody { Annotations = new Dictionary<string, string> { [name] = "v" } }.Json(PlumbJson.Default.StackBody)),
        ["agent's annotations"] = name => http.PutAsync("/api/v1/agents/door", new Contracts.Agents.AgentBody { Annotations = new Dictionary<string, string> { [name] = "v" } }.Json(PlumbJson.Default.AgentBody)),
        ["agent, by route"] = name => http.PutAsync($"/api/v1/agents/{Uri.EscapeDataString(name)}", new Contracts.Agents.AgentBody().Json(PlumbJson.Default.AgentBody)),
        ["publisher, by route"] = name => http.PutAsync($"/api/v1/publishers/{Uri.EscapeDataString(name)}", new PublisherBody().Json(PlumbJson.Default.PublisherBody)),
        ["source, by route"] = name => http.PutAsync($"/api/v1/sources/{Uri.EscapeDataString(name)}", new SourceSpec { Repository = "/srv/stacks.git" }.Json(PlumbJson.Default.SourceSpec)),
        ["stack's label, by route"] = name => http.PutAsync($"/api/v1/stacks/system%2Fdoor/labels/{Uri.EscapeDataString(name)}", null),
        ["agent's label, by route"] = name => http.PutAsync($"/api/v1/agents/door/labels/{Uri.EscapeDataString(name)}", null),
        ["stack's annotation, by route"] = name => http.PutAsync($"/api/v1/stacks/system%2Fdoor/annotations/{Uri.EscapeDataString(name)}", new AnnotationBody("v").Json(PlumbJson.Default.AnnotationBody)),
        ["agent's annotation, by route"] = name => http.PutAsync($"/api/v1/agents/door/annotations/{Uri.EscapeDataString(name)}", new AnnotationBody("v").Json(PlumbJson.Default.AnnotationBody)),
        ["label in plumb.stack.yaml"] = name => SendFileAsync(http, $"labels: [{JsonSerializer.Serialize(name)}]"),
        ["annotation in plumb.stack.yaml"] = name => SendFileAsync(http, $"annotations: {{ {JsonSerializer.Serialize(name)}: v }}"),
        ["session's labels"] = name => OpenAsync(agent, Session with { Labels = [name] }),
        ["session's annotations"] = name => OpenAsync(agent, Session with { Annotations = Map(name, "v") }),
        ["key"] = name => http.PostAsync("/api/v1/keys", new Contracts.Keys.KeyBody("viewer", name, ExpiresIn: null).Json(PlumbJson.Default.KeyBody)),
        ["set, by route"] = name => http.PutAsync($"/api/v1/apply-sets/{Uri.EscapeDataString(name)}", new Contracts.Applying.ApplySetBody { Items = [] }.Json(PlumbJson.Default.ApplySetBody)),
        ["name in plumb.stack.yaml"] = name => SendFileAsync(http, $"name: {JsonSerializer.Serialize(name)}"),
        ["dependsOn"] = name => http.PutAsync("/api/v1/stacks/system/door", new StackBody { Policies = new PolicyBody { DependsOn = [name] } }.Json(PlumbJson.Default.StackBody)),
    };

    private static Contracts.Reports.SessionRequest Session { get; } = new("instance-1", "0.1.0", ["compose"], IntervalSeconds: 30);

    private static Task<HttpResponseMessage> OpenAsync(HttpClient agent, Contracts.Reports.SessionRequest request) =>
        agent.PostAsync("/api/v1/agents/door/sessions", request.Json(PlumbJson.Default.SessionRequest));

    private static Dictionary<string, string> Map(string key, string value) => new(StringComparer.Ordinal) { [key] = value };

    private static Task<HttpResponseMessage> SendFileAsync(HttpClient http, string settings) => new FleetClient(http).PostAsync("system/door", new PublishBody
    {
        Files = new Dictionary<string, PublishedFile> { ["compose.yaml"] = new(Encoding.UTF8.GetBytes(FleetClient.Compose)), ["plumb.stack.yaml"] = new(Encoding.UTF8.GetBytes(settings)) },
    });
}
