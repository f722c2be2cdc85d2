using System.Net;
using System.Text;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Publishers;
using Plumb.Contracts.Sources;
using Plumb.Contracts.Stacks;
using Plumb.Server.Keys;

namespace Plumb.Server.Tests.Fleet;

/// <summary>One rule for names, labels and annotation keys, and one for values, at every door.</summary>
public sealed class NameRuleTests
{
    private static readonly string Longest = new('a', 63);

    private static readonly string[] Good = ["a", "A", "0", "a.b", "a_b", "a-b", "a/b", "Prod", "9lives", Longest];

    private static readonly string[] Bad =
    [
        "", " ", "a ", " a", "a b", "a\tb", "a\nb", "a\0b", "-a", "a-", ".a", "a.", "/a", "a/", "_a", "a//b", "a/../b", "a/./b", "a\\b", "a%b", "a=b", "a,b", "a:b", "a'b", "ä", "é", "ａ", "а",
        "a\u200bb", "a\u0301", "ﬁ", "١", "😀", new('a', 64),
    ];

    [Fact]
    public async Task Every_door_takes_the_same_names_and_refuses_the_same_ones()
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "door");
        await people.AgentAsync("door");
        using var agent = await server.ClientAsync(Role.Agent, "door");
        var wrong = new List<string>();
        foreach (var (door, send) in Doors(server.Admin))
        {
            foreach (var (name, good) in Good.Select(name => (name, true)).Concat(Bad.Select(name => (name, false))))
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

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" two words, and Ünïcode 😀 ", true)]
    [InlineData("a\tb", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u0000b", false)]
    [InlineData("a\u007fb", false)]
    [InlineData("a\u0085b", false)]
    public async Task Every_door_takes_the_same_values(string value, bool good) => await ValueAsync(value, good);

    [Fact]
    public async Task A_value_has_up_to_256_characters()
    {
        await ValueAsync(new string('v', 256), good: true);
        await ValueAsync(new string('v', 257), good: false);
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

    private static async Task ValueAsync(string value, bool good)
    {
        await using var server = await RunningServer.StartAsync();
        var people = new FleetClient(server.Admin);
        await people.StackAsync("system", "door");
        await people.AgentAsync("door");
        var map = new Dictionary<string, string> { ["key"] = value };
        foreach (var send in (Func<Task<HttpResponseMessage>>[])
        [
            () => server.Admin.PutAsync("/api/v1/stacks/system/door/annotations/key", new AnnotationBody(value).Json(PlumbJson.Default.AnnotationBody)),
            () => server.Admin.PutAsync("/api/v1/agents/door/annotations/key", new AnnotationBody(value).Json(PlumbJson.Default.AnnotationBody)),
            () => server.Admin.PutAsync("/api/v1/stacks/system/door", new StackBody { Annotations = map }.Json(PlumbJson.Default.StackBody)),
            () => server.Admin.PutAsync("/api/v1/agents/door", new Contracts.Agents.AgentBody { Annotations = map }.Json(PlumbJson.Default.AgentBody)),
        ])
        {
            using var response = await send();
            if (good)
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
            else
            {
                await response.ProblemAsync(HttpStatusCode.BadRequest, "value.invalid");
            }
        }
    }

    private static Dictionary<string, Func<string, Task<HttpResponseMessage>>> Doors(HttpClient http) => new(StringComparer.Ordinal)
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
        ["dependsOn"] = name => http.PutAsync("/api/v1/stacks/system/door", new StackBody { Policies = new PolicyBody { DependsOn = [name] } }.Json(PlumbJson.Default.StackBody)),
    };

    private static Task<HttpResponseMessage> SendFileAsync(HttpClient http, string settings) => new FleetClient(http).PostAsync("system/door", new PublishBody
    {
        Files = new Dictionary<string, PublishedFile> { ["compose.yaml"] = new(Encoding.UTF8.GetBytes(FleetClient.Compose)), ["plumb.stack.yaml"] = new(Encoding.UTF8.GetBytes(settings)) },
    });
}
