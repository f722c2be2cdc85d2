using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Plumb.Security.Kit;

namespace Plumb.Security;

/// <summary>Advisory row 15 (CVE-2018-16409, CVE-2022-1285): only who configures a source chooses where Plumb connects to; a repository's files never do.</summary>
public sealed class ConnectionByRepositoryTests : IDisposable
{
    private readonly TcpListener _inside = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<EndPoint?> _came = [];

    public ConnectionByRepositoryTests()
    {
        _inside.Start();
        _ = AcceptAsync();
    }

    private string Address => $"127.0.0.1:{((IPEndPoint)_inside.LocalEndpoint).Port}";

    public static TheoryData<string> Keys =>
    [
        "include: ['http://{0}/x.git']", "include: ['oci://{0}/x']", "include: ['git@{0}:x.git']",
        "services: { a: { extends: { file: 'http://{0}/x.git', service: a } } }",
        "services: { a: { build: 'http://{0}/x.git' } }", "services: { a: { build: { context: 'http://{0}/x.tar' } } }", "services: { a: { build: { context: 'git://{0}/x' } } }",
        "services: { a: { build: { context: ., additional_contexts: { x: 'http://{0}/x.git' } } } }",
        "services: { a: { build: { context: ., dockerfile: 'http://{0}/Dockerfile' } } }",
        "services: { a: { image: busybox, env_file: 'http://{0}/x.env' } }",
        "services: { a: { image: busybox, configs: [c] } }\nconfigs: { c: { file: 'http://{0}/c' } }",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task An_address_in_a_compose_file_is_refused_and_nobody_connects(string key)
    {
        var text = key.Replace("{0}", Address, StringComparison.Ordinal) + "\n";
        using var checkout = await Checkout.CreateAsync(("a/compose.yaml", text));
        Assert.Equal("compose.yaml path.remote", (await checkout.OneAsync()).Said);
        // To an agent, what Compose takes for a file's name is one: of a file that is not there.
        var agent = await checkout.RenderAsync("a", Checkout.Content(("compose.yaml", text)));
        Assert.True(agent.Said == "compose.yaml path.remote" || key.Contains("configs", StringComparison.Ordinal), agent.Said);
        Assert.Empty(_came);
    }

    [Fact]
    public async Task Neither_submodules_nor_lfs_nor_promisors_nor_configuration_connect()
    {
        using var checkout = await Checkout.CreateAsync(
            ("a/compose.yaml", Checkout.Good), (".gitmodules", $"[submodule \"s\"]\n\tpath = s\n\turl = http://{Address}/s\n"), (".lfsconfig", $"[lfs]\n\turl = http://{Address}/lfs\n"),
            ("lfs/compose.yaml", Checkout.Good), ("lfs/big", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n"));
        await File.AppendAllTextAsync(
            Path.Combine(checkout.Git.Path, ".git/config"),
            $"[remote \"origin\"]\n\turl = http://{Address}/x\n\tpromisor = true\n[url \"http://{Address}/\"]\n\tinsteadOf = /\n[http]\n\tproxy = http://{Address}\n[bundle]\n\turi = http://{Address}/b\n");
        var verdicts = await checkout.JudgeHeadAsync();
        Assert.Equal(("good", "big lfs"), (verdicts["a"].Said, verdicts["lfs"].Said));
        Assert.Empty(_came);
    }

    /// <summary>The listener does see who connects, and the address that a source was given is connected to.</summary>
    [Fact]
    public async Task The_sources_own_address_is_connected_to()
    {
        using var checkout = await Checkout.CreateAsync();
        var answer = await Checkout.Must(checkout.Mirrors.Of($"http://{Address}/x.git", null)).LookUpAsync("main", default);
        Assert.Equal("source.network", answer.Failure?.Code);
        Assert.NotEmpty(_came);
    }

    public void Dispose() => _inside.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _inside.AcceptTcpClientAsync();
                _came.Enqueue(client.Client.RemoteEndPoint);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            return;
        }
    }
}
