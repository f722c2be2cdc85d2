using System.Text;
using Plumb.Contracts.Agents;
using Plumb.Contracts.Json;
using Plumb.Contracts.Keys;
using Plumb.Contracts.Notices;
using Plumb.Contracts.Reports;
using Plumb.Contracts.Server;
using Plumb.Contracts.Stacks;
using Plumb.Platform.Remote;
using Plumb.Server.Notices;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Planning;
using Plumb.Server.Tests.Keys;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Audit;

/// <summary>A control plane with a key of each role, and an agent that can say how things stand.</summary>
internal sealed class WriteStage : IAsyncDisposable
{
    private static readonly (string Name, string Role)[] People = [("root", "admin"), ("ada", "operator"), ("shop", "publisher"), ("edge", "agent")];

    private readonly WebhookReceiver _receiver;
    private long _number;

    private WriteStage(RunningServer server, WebhookReceiver receiver) => (Server, _receiver) = (server, receiver);

    public RunningServer Server { get; }

    public Dictionary<string, KeyMade> Keys { get; } = new(StringComparer.Ordinal);

    public static async Task<WriteStage> StartAsync()
    {
        var receiver = new WebhookReceiver();
        var hook = new WebhookTarget(new Uri(receiver.Address), SigningSecret.Parse(WebhookReceiver.Secret)!, Severity.Info, Reach.Private, TrustedRoots.OfMachine);
        var stage = new WriteStage(
            await RunningServer.StartAsync(change: options => options with { Sources = [], LocalAgent = null, RefreshSources = true, Notices = new NoticeOptions { Webhook = hook } }), receiver);
        foreach (var (name, role) in People)
        {
            stage.Keys[name] = await stage.Server.MakeKeyAsync(role, name);
        }

        return stage;
    }

    public async Task<HttpResponseMessage> SendAsync(Write write) => await SendAsync(write, await PathAsync(write));

    /// <summary>With the ids of what is there now.</summary>
    public async Task<string> PathAsync(Write write) =>
        write.Path.Replace("NOTICE", await NoticeAsync(), StringComparison.Ordinal).Replace("EVE", await EveAsync(), StringComparison.Ordinal);

    /// <param name="name">Its <c>Idempotency-Key</c>; null: none.</param>
    public async Task<HttpResponseMessage> SendAsync(Write write, string path, string? name = null)
    {
        using var client = Server.WithKey(Keys[write.By].Token);
        using var request = new HttpRequestMessage(new HttpMethod(write.Route.Split(' ')[0]), path);
        request.Content = write.Body is null ? null : new StringContent(write.Body, Encoding.UTF8, "application/json");
        if (name is not null)
        {
            request.Headers.Add("Idempotency-Key", name);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<AuditView>> AuditAsync() => (await Server.Admin.ReadAsync("/api/v1/audit?limit=500", PlumbJson.Default.PageAuditView)).Items;

    /// <summary>The agent says that it holds the stack for this reason.</summary>
    public async Task HoldAsync(string reason)
    {
        var stack = await Server.StackAsync("shop/web");
        await ReportAsync(new StackReport
        {
            Id = Guid.NewGuid().ToString(),
            Number = ++_number,
            StackId = stack.Id,
            Status = StackStatus.Failed,
            ObservedSequence = stack.Sequence!.Value,
            ComposeHash = "c0ffee",
            Fingerprint = "f1",
            DifferenceKeys = ["d1"],
            Differences = [],
            Holds = [new HoldView(reason, "waits", DateTimeOffset.UnixEpoch, Until: null, "ack")],
            Failures = [],
            Health = "healthy",
            Known = true,
            Activity = "idle",
            Containers = [],
            LookedAt = DateTimeOffset.UnixEpoch,
        });
    }

    public Task WorldAsync() => ReportAsync(new WorldReport { Id = Guid.NewGuid().ToString(), Number = ++_number, World = new WorldView("compose:engine", null, "closed", null, null, null) });

    public Task NoticeSettlesAsync() => Wait.UntilAsync(
        async () => (await NoticesAsync()).All(notice => notice.State == NoticeState.Sent), TimeSpan.FromMinutes(2), () => string.Join('\n', Server.Logs.Lines.TakeLast(20)));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _receiver.Dispose();
    }

    private async Task ReportAsync(ReportItem item)
    {
        using var client = Server.WithKey(Keys["edge"].Token);
        var agent = new TestAgent(client, "edge");
        await agent.OpenAsync();
        await agent.ReportAsync(item);
    }

    private async Task<string> NoticeAsync() => await NoticesAsync() is [var first, ..] ? first.Id : "none";

    private async Task<IReadOnlyList<NoticeView>> NoticesAsync() => (await Server.GetAsync("/api/v1/notices?limit=500", PlumbJson.Default.PageNoticeView)).Items;

    private async Task<string> EveAsync() =>
        (await Server.Admin.ReadAsync("/api/v1/keys?limit=500", PlumbJson.Default.PageKeyView)).Items.LastOrDefault(key => key.Name == "eve" && key.Status == KeyStatus.Active)?.Id ?? "none";
}
