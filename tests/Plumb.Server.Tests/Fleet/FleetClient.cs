using System.Net;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;
using Plumb.Contracts.Publishers;
using Plumb.Contracts.Stacks;

namespace Plumb.Server.Tests.Fleet;

/// <summary>A person who makes facts of fleets, over the routes.</summary>
internal sealed class FleetClient(HttpClient http)
{
    public const string Compose = "services: { web: { image: busybox } }";

    public HttpClient Http { get; } = http;

    public async Task<PublisherView> PublisherAsync(string name)
    {
        using var response = await Http.PostAsync("/api/v1/publishers", new PublisherBody(name).Json(PlumbJson.Default.PublisherBody));
        return await response.ReadAsync(PlumbJson.Default.PublisherView);
    }

    public async Task<StackView> StackAsync(string publisher, string name, StackBody? body = null)
    {
        using var response = await Http.PostAsync("/api/v1/stacks", ((body ?? new()) with { Publisher = publisher, Name = name }).Json(PlumbJson.Default.StackBody));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.ReadAsync(PlumbJson.Default.StackView);
    }

    public async Task<StackView> ChangeAsync(string stack, StackBody body)
    {
        using var response = await Http.PutAsync($"/api/v1/stacks/{stack}", body.Json(PlumbJson.Default.StackBody));
        return await response.ReadAsync(PlumbJson.Default.StackView);
    }

    public Task<HttpResponseMessage> PostAsync(string stack, PublishBody body) =>
        Http.PostAsync($"/api/v1/stacks/{stack}/deployment-objects", body.Json(PlumbJson.Default.PublishBody));

    public async Task<DeploymentObjectView> PublishAsync(string stack, string text = Compose)
    {
        using var response = await PostAsync(stack, new PublishBody { Text = text });
        return await response.ReadAsync(PlumbJson.Default.DeploymentObjectView);
    }

    public async Task<AgentView> AgentAsync(string name, AgentBody? body = null)
    {
        using var response = await Http.PutAsync($"/api/v1/agents/{name}", (body ?? new()).Json(PlumbJson.Default.AgentBody));
        return await response.ReadAsync(PlumbJson.Default.AgentView);
    }

    public async Task<TargetView> TieAsync(string agent, string stack)
    {
        using var response = await Http.PutAsync($"/api/v1/agents/{agent}/targets/{stack}", null);
        return await response.ReadAsync(PlumbJson.Default.TargetView);
    }

    public Task UntieAsync(string agent, string stack) => DeleteAsync($"/api/v1/agents/{agent}/targets/{stack}");

    /// <param name="thing"><c>agents/edge</c> or <c>stacks/shop/web</c>.</param>
    public async Task LabelAsync(string thing, string label)
    {
        using var response = await Http.PutAsync($"/api/v1/{thing}/labels/{label}", null);
        await SucceededAsync(response);
    }

    public Task UnlabelAsync(string thing, string label) => DeleteAsync($"/api/v1/{thing}/labels/{label}");

    public async Task AnnotateAsync(string thing, string key, string value)
    {
        using var response = await Http.PutAsync($"/api/v1/{thing}/annotations/{key}", new AnnotationBody(value).Json(PlumbJson.Default.AnnotationBody));
        await SucceededAsync(response);
    }

    public Task UnannotateAsync(string thing, string key) => DeleteAsync($"/api/v1/{thing}/annotations/{key}");

    public async Task DeleteAsync(string path)
    {
        using var response = await Http.DeleteAsync(path);
        await SucceededAsync(response);
    }

    private static async Task SucceededAsync(HttpResponseMessage response) =>
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
}

internal static class Consent
{
    public static async Task SubscribeAsync(this TestAgent agent, string publisher)
    {
        using var response = await agent.Http.PutAsync($"{agent.Path}/subscriptions/{publisher}", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public static async Task UnsubscribeAsync(this TestAgent agent, string publisher)
    {
        using var response = await agent.Http.DeleteAsync($"{agent.Path}/subscriptions/{publisher}");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }
}
