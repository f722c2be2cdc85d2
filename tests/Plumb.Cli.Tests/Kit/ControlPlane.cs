using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Plumb.Server;
using Plumb.Server.Keys;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Kit;

/// <summary>A real control plane on a free loopback port with a store of its own: <c>sqlite</c> or <c>postgres</c>.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly TempDir home = new("plumb-cli-server-");
    private PlumbServer server = null!;

    public string Address { get; private set; } = "";

    public string AdminKey => File.ReadAllText(home.At("admin.key")).Trim();

    public HttpClient Admin { get; private set; } = null!;

    public static async Task<ControlPlane> StartAsync(string store)
    {
        var made = new ControlPlane();
        made.server = PlumbServer.Create(
            new ServerOptions
            {
                DataDirectory = made.home.Path,
                ListenPort = 0,
                RefreshSources = false,
                Postgres = store == "postgres" ? await (await SharedPostgres.GetAsync()).NewStoreAsync() : null,
            },
            NullLoggerFactory.Instance);
        await made.server.StartAsync(CancellationToken.None);
        made.Address = made.server.Address.ToString();
        made.Admin = made.With(made.AdminKey);
        return made;
    }

    /// <summary>A command on a machine of its own that has this control plane's admin key.</summary>
    public Cli Command()
    {
        var cli = new Cli();
        cli.Environment["PLUMB_SERVER"] = Address;
        cli.Environment["PLUMB_TOKEN"] = AdminKey;
        return cli;
    }

    public Task<string> KeyAsync(Role role, string name) => server.EnsureKeyAsync(role, name, CancellationToken.None);

    public HttpClient With(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await Admin.GetStringAsync(path));
        return document.RootElement.Clone();
    }

    /// <summary>An agent's session: it came, offers Compose, and consents to these publishers.</summary>
    public async Task<HttpClient> AgentAsync(string name, params string[] publishers)
    {
        var agent = With(await KeyAsync(Role.Agent, name));
        using var opened = await agent.PostAsync(
            $"/api/v1/agents/{name}/sessions", new StringContent("""{"instance":"i","version":"0.1.0","drivers":["compose"],"intervalSeconds":30}""", Encoding.UTF8, "application/json"));
        opened.EnsureSuccessStatusCode();
        foreach (var publisher in publishers)
        {
            using var consented = await agent.PutAsync($"/api/v1/agents/{name}/subscriptions/{publisher}", null);
            consented.EnsureSuccessStatusCode();
        }

        return agent;
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
        home.Dispose();
    }
}
