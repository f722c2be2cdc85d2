using Plumb.Contracts.Sources;
using Plumb.Server;
using Plumb.Server.Tests.Webhooks;
using Plumb.TestKit;

namespace Plumb.Security.Kit;

/// <summary>The real control plane, on loopback, that follows a real repository.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly TempDir _data = new("plumb-plane-");
    private readonly GitRepo _repo;
    private readonly PlumbServer _server;

    private ControlPlane(GitRepo repo, string? secret)
    {
        _repo = repo;
        _server = PlumbServer.Create(new ServerOptions
        {
            DataDirectory = _data.Path,
            ListenPort = 0,
            Webhook = secret is null ? null : new(secret),
            Sources = [new NamedSource("main", new SourceSpec { Repository = repo.Path, Revision = "main", Poll = TimeSpan.FromDays(1) })],
        });
    }

    public HttpClient Http { get; } = new();

    public string Repository => $"file://{_repo.Path}";

    public static async Task<ControlPlane> StartAsync(string? secret = Deliverer.Secret)
    {
        var plane = new ControlPlane(await GitRepo.CreateAsync(("web/compose.yaml", Checkout.Good)), secret);
        await plane._server.StartAsync(default);
        plane.Http.BaseAddress = plane._server.Address;
        return plane;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.StopAsync(default);
        await _server.DisposeAsync();
        _repo.Dispose();
        _data.Dispose();
    }
}
