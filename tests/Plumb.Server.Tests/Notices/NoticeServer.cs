using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Contracts.Reports;
using Plumb.Platform.Remote;
using Plumb.Server.Notices;
using Plumb.Server.Notices.Channels;
using Plumb.Server.Notices.Planning;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Notices;

/// <summary>A real control plane on a real database that tells of alerts, by a clock that a test turns.</summary>
internal sealed class NoticeServer : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TestAgent? _agent;

    private NoticeServer(RunningServer server, TurnedTime time) => (Server, Time) = (server, time);

    public RunningServer Server { get; }

    public TurnedTime Time { get; }

    /// <summary>Tells at once, unless the change says otherwise.</summary>
    public static async Task<NoticeServer> StartAsync(Func<NoticeOptions, NoticeOptions> change, string? directory = null, TurnedTime? time = null)
    {
        var clock = time ?? new TurnedTime(Noon);
        var options = change(new() { Policy = new() { Gather = TimeSpan.Zero, Burst = 1000 } });
        return new(await RunningServer.StartAsync(directory, it => it with { Notices = options }, clock), clock);
    }

    public static WebhookTarget Hook(WebhookReceiver receiver) =>
        new(new Uri(receiver.Address), SigningSecret.Parse(WebhookReceiver.Secret)!, Severity.Info, Reach.Private, TrustedRoots.OfMachine);

    public Task FiresAsync(string key, string severity = "error", string? summary = null) =>
        ReportAsync(Alert(key, severity, summary ?? $"{key} is wrong.", resolved: false));

    /// <summary>As agents do: whatever fired, its end is a warning.</summary>
    public Task ResolvesAsync(string key) => ReportAsync(Alert(key, "warning", $"{key} is right again.", resolved: true));

    public Task FireAsync(params string[] keys) => ReportAsync([.. keys.Select(key => Alert(key, "error", $"{key} is wrong.", resolved: false))]);

    public async Task<IReadOnlyList<NoticeView>> NoticesAsync(string query = "") =>
        (await Server.GetAsync($"/api/v1/notices?limit=500{query}", PlumbJson.Default.PageNoticeView)).Items;

    public Task<IReadOnlyList<NoticeView>> SeesAsync(Func<IReadOnlyList<NoticeView>, bool> as_, string what, TimeSpan? step = null) => Wait.ForAsync(
        async () =>
        {
            var now = await NoticesAsync();
            if (as_(now))
                return now;
            if (step is { } by)
                Time.Advance(by);
            return null;
        },
        Patience,
        () => $"{what}. Its log:\n{string.Join('\n', Server.Logs.Lines.TakeLast(40))}");

    /// <summary>Goes from try to try of the one notice there is, until it does not wait any more.</summary>
    /// <returns>It as it was after each try.</returns>
    public async Task<IReadOnlyList<NoticeView>> TriesAsync()
    {
        var tries = new List<NoticeView>();
        do
        {
            var seen = await SeesAsync(it => it is [var only] && only.Attempts > tries.Count, $"try {tries.Count + 1}", TimeSpan.FromMilliseconds(100));
            tries.Add(seen[0]);
            Time.Advance(seen[0].NextAt is { } next && next > Time.GetUtcNow() ? next - Time.GetUtcNow() : TimeSpan.Zero);
        }
        while (tries[^1].State == NoticeState.Waiting);
        return tries;
    }

    public async Task ReportAsync(params AlertReport[] alerts)
    {
        _agent ??= await Server.AgentAsync();
        await _agent.ReportAsync([.. alerts.Select(alert => alert with { Number = _agent.NextNumber() })]);
    }

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    private AlertReport Alert(string key, string severity, string summary, bool resolved) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Number = 0,
        Alert = new(
            $"id-{key}", key, StackId: null, "web", RunningServer.Agent, resolved ? "resolved" : "firing", severity, summary, Time.GetUtcNow(), resolved ? Time.GetUtcNow() : null),
    };
}
