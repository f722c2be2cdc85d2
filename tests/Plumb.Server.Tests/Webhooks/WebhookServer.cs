using System.Net;
using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Sources;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Webhooks;

/// <summary>A real control plane that follows a real repository, looks once, and again only when a webhook says so.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly RunningServer _server;

    private WebhookServer(RunningServer server, GitRepo repo) => (_server, Repo) = (server, repo);

    public GitRepo Repo { get; }

    public HttpClient Http => _server.Http;

    public IReadOnlyList<string> Logs => _server.Logs.Lines;

    public static async Task<WebhookServer> StartAsync(string? secret = Deliverer.Secret, TimeProvider? time = null)
    {
        var repo = await GitRepo.CreateAsync(("web/compose.yaml", "services: { web: { image: busybox } }\n"));
        var server = await RunningServer.StartAsync(
            change: options => options with
            {
                RefreshSources = true,
                Webhook = secret is null ? null : new(secret),
                Sources = [new NamedSource("main", new SourceSpec { Repository = repo.Path, Revision = "main", Poll = TimeSpan.FromDays(1) })],
            },
            time: time);
        var started = new WebhookServer(server, repo);
        await started.SeesAsync(await repo.HeadAsync());
        return started;
    }

    public Deliverer Push(string host) => Deliverer.Of(host) with { Repository = $"file://{Repo.Path}" };

    /// <summary>Sends it; the answer's status.</summary>
    public async Task<string> SendAsync(Deliverer delivery)
    {
        using var response = await delivery.SendAsync(Http);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("status").GetString()!;
    }

    public async Task RefusedAsync(Deliverer delivery, HttpStatusCode status, string code)
    {
        using var response = await delivery.SendAsync(Http);
        await response.ProblemAsync(status, code);
    }

    public Task SeesAsync(string revision) => Wait.UntilAsync(
        async () => await _server.GetAsync("/api/refresh-status", PlumbJson.Default.RefreshStatus) is { Status: "completed" } status && status.Revision == revision,
        TimeSpan.FromSeconds(30),
        $"a refresh that sees {revision}");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Repo.Dispose();
    }
}
