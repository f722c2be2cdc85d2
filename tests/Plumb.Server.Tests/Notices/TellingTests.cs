using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Contracts.Problems;
using Plumb.Contracts.Reports;
using Plumb.Platform.Secrets;
using Plumb.Server.Notices.Planning;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Notices;

/// <summary>When what is told, on a real database.</summary>
public sealed class TellingTests
{
    private static readonly NoticePolicy Nightly = new() { Gather = TimeSpan.Zero, Quiet = new(new(22, 0), new(7, 0), TimeZoneInfo.Utc) };

    [Fact]
    public async Task At_night_a_critical_one_goes_out_and_the_rest_in_one_digest_in_the_morning_after_a_restart_too()
    {
        using var receiver = new WebhookReceiver();
        using var directory = new TempDir();
        var time = new TurnedTime(NoticeServer.Noon.AddHours(11));
        await using (var evening = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver), Policy = Nightly }, directory.Path, time))
        {
            await evening.FiresAsync("mild", "warning");
            await evening.FireAsync("bad", "worse");
            await evening.FiresAsync("deadly", "critical");
            var only = Assert.Single(await evening.SeesAsync(it => it is [{ State: NoticeState.Sent }], "the critical one sent"));
            Assert.Equal("id-deadly", Assert.Single(only.Body.Data.Events).Alert);
        }

        await using var morning = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver), Policy = Nightly }, directory.Path, time);
        var all = await morning.SeesAsync(it => it.Count == 2 && it[0].State == NoticeState.Sent, "the digest sent", TimeSpan.FromMinutes(5));
        Assert.Equal(NoticeTypes.Digest, all[0].Body.Type);
        Assert.True(all[0].Body.Timestamp >= new DateTimeOffset(2026, 6, 2, 7, 0, 0, TimeSpan.Zero), $"{all[0].Body.Timestamp}");
        Assert.Equal(["id-bad", "id-mild", "id-worse"], all[0].Body.Data.Events.Select(it => it.Alert!).Order(StringComparer.Ordinal));
        Assert.Equal("Since the quiet hours began: 3 firing", all[0].Body.Data.Summary);
    }

    [Fact]
    public async Task A_flood_is_one_notice_with_the_worst_in_it_and_the_number_of_the_others()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver), Policy = new() });
        await server.FireAsync([.. Enumerable.Range(0, 120).Select(at => $"a{at}")]);
        await server.FiresAsync("deadly", "critical");
        var notice = Assert.Single(await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "one sent", TimeSpan.FromSeconds(1)));
        Assert.Equal((NoticeTypes.Group, "121 firing", "critical", 50, 71), (notice.Body.Type, notice.Body.Data.Summary, notice.Body.Data.Severity, notice.Body.Data.Events.Count, notice.Body.Data.Omitted));
        Assert.Equal("id-deadly", notice.Body.Data.Events[0].Alert);
    }

    [Fact]
    public async Task One_that_flaps_is_told_four_times_and_then_when_it_has_rested()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        for (var at = 0; at < 6; at++)
        {
            await server.FiresAsync("a");
            await server.SeesAsync(it => it.Count >= Math.Min((2 * at) + 1, 4), "told, or held");
            server.Time.Advance(TimeSpan.FromSeconds(20));
            await server.ResolvesAsync("a");
            await server.SeesAsync(it => it.Count >= Math.Min((2 * at) + 2, 4), "told, or held");
            server.Time.Advance(TimeSpan.FromSeconds(20));
        }

        await server.FiresAsync("a");
        Assert.Equal(4, (await server.NoticesAsync()).Count);
        Assert.True((await server.NoticesAsync())[0].Body.Data.Events[0].Flapping);
        var fired = server.Time.GetUtcNow();
        var rested = (await server.SeesAsync(it => it.Count == 5, "told after it rested", TimeSpan.FromSeconds(30)))[0];
        Assert.True(rested.Body.Timestamp >= fired.AddMinutes(10), $"{fired} {rested.Body.Timestamp}");
        Assert.Equal((NoticeTypes.AlertFiring, false), (rested.Body.Type, rested.Body.Data.Events[0].Flapping));
    }

    [Fact]
    public async Task A_new_channel_is_told_what_fires_and_what_waits_for_one_that_is_gone_is_given_up_with_the_reason()
    {
        using var receiver = new WebhookReceiver { Answer = _ => new(500) };
        using var directory = new TempDir();
        var time = new TurnedTime(NoticeServer.Noon);
        await using (var first = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) }, directory.Path, time))
        {
            await first.FiresAsync("a");
            await first.SeesAsync(it => it is [{ Attempts: 1 }], "tried");
        }

        await using var second = await NoticeServer.StartAsync(it => it with { Log = true }, directory.Path, time);
        var all = await second.SeesAsync(it => it.Any(notice => notice.Channel == "log" && notice.State == NoticeState.Sent), "the log told");
        var old = all.Single(notice => notice.Channel == "webhook");
        Assert.Equal((NoticeState.GivenUp, "the channel is not configured any more"), (old.State, old.Answer));
        Assert.Equal("id-a", all.Single(notice => notice.Channel == "log").Body.Data.Events[0].Alert);
    }

    [Fact]
    public async Task What_stacks_do_is_told_once_however_often_it_is_reported()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        await server.Server.PublishAsync(Found.Stack("web"));
        var agent = await server.Server.AgentAsync();
        var web = Assert.Single((await agent.PollAsync()).State!.Stacks);
        var deployed = Decided(web.Id, "d1", "inputs", "succeeded");
        foreach (var item in (ReportItem[])[deployed, deployed with { Id = "again" }, Decided(web.Id, "d2", "scale", "failed"), Decided(web.Id, "d3", "scale", "succeeded")])
        {
            await agent.ReportAsync(item with { Number = agent.NextNumber() });
        }

        await agent.ReportAsync(new StackGone { Id = "gone", Number = agent.NextNumber(), StackId = web.Id });
        var told = await server.SeesAsync(it => it.All(notice => notice.State == NoticeState.Sent) && it.Sum(notice => notice.Body.Data.Events.Count) == 3, "three events told");
        Assert.Equal(
            ["web was deployed at 111111111111 on local (inputs web).", "web was removed from local.", "web was repaired on local (scale web)."],
            told.SelectMany(notice => notice.Body.Data.Events).Select(it => it.Summary).Order(StringComparer.Ordinal));
    }

    private static DecisionReport Decided(string stack, string id, string kind, string outcome) => new()
    {
        Id = id,
        Number = 0,
        Decision = new()
        {
            Id = id,
            StackId = stack,
            Cause = "sweep",
            Outcome = outcome,
            Revision = new string('1', 40),
            Differences = [new(kind, "web", "x", "1", "2")],
            Steps = [new("up", "web", "it differs", outcome, Error: null, 1)],
            Holds = [],
            Started = NoticeServer.Noon,
            DurationSeconds = 1,
        },
    };

    [Fact]
    public async Task No_secret_is_in_a_notice()
    {
        using var receiver = new WebhookReceiver { Answer = _ => new(500, "canary-canary-canary") };
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        server.Server.Server.Service<SecretMask>().Add("canary-canary-canary");
        await server.FiresAsync("a", summary: "Refused with canary-canary-canary and https://user:pass@host/x, and plumb_admin_1_" + new string('k', 43) + ".");
        var notice = Assert.Single(await server.SeesAsync(it => it is [{ Attempts: > 0 }], "tried"));
        Assert.Equal("Refused with *** and https://***@host/x, and plumb_admin_1_***.", notice.Body.Data.Events[0].Summary);
        Assert.Equal("500 Internal Server Error: ***", notice.Answer);
        Assert.All(receiver.Received, it => Assert.DoesNotContain("canary", it.Body, StringComparison.Ordinal));
        Assert.All(server.Server.Logs.Lines, line => Assert.False(line.Contains("canary", StringComparison.Ordinal) && line.StartsWith("notice", StringComparison.Ordinal), line));
    }

    [Fact]
    public async Task Without_a_channel_nothing_is_noted_and_what_is_asked_of_none_is_refused_by_name()
    {
        await using var server = await NoticeServer.StartAsync(it => it);
        await server.FiresAsync("a");
        Assert.Empty(await server.NoticesAsync());
        using var test = await server.Server.Admin.PostAsync("/api/v1/notices/test", new NoticeTestBody("webhook").Json(PlumbJson.Default.NoticeTestBody));
        await test.ProblemAsync(System.Net.HttpStatusCode.NotFound, ProblemCodes.ChannelUnknown.Code);
        using var replay = await server.Server.Admin.PostAsync("/api/v1/notices/nothing/replay", content: null);
        await replay.ProblemAsync(System.Net.HttpStatusCode.NotFound, ProblemCodes.NoticeUnknown.Code);
        using var anonymous = await server.Server.Http.PostAsync("/api/v1/notices/nothing/replay", content: null);
        await anonymous.ProblemAsync(System.Net.HttpStatusCode.Unauthorized, ProblemCodes.KeyMissing.Code);
    }
}
