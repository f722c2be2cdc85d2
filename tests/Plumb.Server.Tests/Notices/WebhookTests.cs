using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.Server.Notices.Channels;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Notices;

public sealed class WebhookTests
{
    [Fact]
    public async Task An_alert_is_posted_signed_when_it_fires_and_when_it_is_resolved()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        await server.FiresAsync("failing:web:up", "critical");
        await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "the firing sent");
        await server.ResolvesAsync("failing:web:up");
        var sent = await server.SeesAsync(it => it is [{ State: NoticeState.Sent }, { State: NoticeState.Sent }], "the resolution sent");

        Assert.Equal(sent.Select(notice => notice.Id).Reverse(), receiver.Received.Select(it => it.Id));
        Assert.All(receiver.Received, it => Assert.True(it.Signed, it.Signature));
        Assert.All(receiver.Received, it => Assert.Equal(NoticeServer.Noon.ToUnixTimeSeconds(), it.Timestamp));
        var bodies = receiver.Received.Select(it => JsonSerializer.Deserialize(it.Body, PlumbJson.Default.NoticeBody)!).ToList();
        Assert.Equal([NoticeTypes.AlertFiring, NoticeTypes.AlertResolved], bodies.Select(body => body.Type));
        Assert.Equal("FIRING (critical): failing:web:up is wrong.", bodies[0].Data.Summary);
        var firing = Assert.Single(bodies[0].Data.Events);
        Assert.Equal(("critical", "local:failing:web:up", "id-failing:web:up", "web", "local"), (firing.Severity, firing.Key, firing.Alert, firing.Stack, firing.Agent));
        Assert.Equal((firing.Key, "critical"), (bodies[1].Data.Events[0].Key, bodies[1].Data.Severity));
    }

    [Fact]
    public async Task Who_is_told_of_the_worst_only_is_told_when_it_is_over_and_of_nothing_else()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) with { From = Server.Notices.Planning.Severity.Critical } });
        await server.FiresAsync("mild", "error");
        await server.FiresAsync("bad", "critical");
        await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "the worst told");
        await server.ResolvesAsync("mild");
        await server.ResolvesAsync("bad");
        var over = await server.SeesAsync(it => it is [{ State: NoticeState.Sent }, _], "its end told");
        Assert.Equal((NoticeTypes.AlertResolved, "id-bad"), (over[0].Body.Type, over[0].Body.Data.Events[0].Alert));
    }

    // The example of the specification's own libraries.
    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks()
    {
        var secret = SigningSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void What_is_no_such_secret_is_none(string text) => Assert.Null(SigningSecret.Parse(text));

    [Fact]
    public async Task Tried_again_later_and_later_it_has_the_same_id_and_bytes_and_a_signature_of_its_time()
    {
        using var receiver = new WebhookReceiver { Answer = count => count < 4 ? new(500, "not today") : new(204) };
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        await server.FiresAsync("a");
        var tries = await server.TriesAsync();

        Assert.Equal((4, NoticeState.Sent), (tries.Count, tries[^1].State));
        Assert.Single(receiver.Received.Select(it => (it.Id, it.Body)).Distinct());
        Assert.All(receiver.Received, it => Assert.True(it.Signed));
        Assert.Equal(4, receiver.Received.Select(it => (it.Timestamp, it.Signature)).Distinct().Count());
        // 5, 15 and 45 s, of which chance takes up to a half.
        double[] waits = [.. tries.SkipLast(1).Select(it => (it.NextAt - it.LastAt)!.Value.TotalSeconds)];
        Assert.InRange(waits[0], 2.4, 5.1);
        Assert.InRange(waits[1], 7.4, 15.1);
        Assert.InRange(waits[2], 22.4, 45.1);
        Assert.Contains(server.Server.Logs.Lines, line => line.StartsWith("notice.retried", StringComparison.Ordinal) && line.Contains("500 Internal Server Error: not today", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_takes_is_given_up_after_its_time_is_seen_everywhere_and_can_be_replayed()
    {
        var up = false;
        using var receiver = new WebhookReceiver { Answer = _ => new(Volatile.Read(ref up) ? 200 : 503) };
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        await server.FiresAsync("a");
        var lost = (await server.TriesAsync())[^1];

        Assert.True(lost.LastAt > NoticeServer.Noon.AddHours(23), $"{lost.LastAt}");
        Assert.Equal((NoticeState.GivenUp, null, "503 Service Unavailable"), (lost.State, lost.NextAt, lost.Answer));
        Assert.Contains(server.Server.Logs.Lines, line => line.StartsWith("notice.givenUp", StringComparison.Ordinal));
        var metrics = await server.Server.Http.GetStringAsync("/metrics");
        Assert.Contains("plumb_deliveries_total{channel=\"webhook\",outcome=\"givenUp\"} ", metrics, StringComparison.Ordinal);
        Assert.Contains("plumb_notices{state=\"givenUp\"} 1", metrics, StringComparison.Ordinal);

        Volatile.Write(ref up, true);
        using var answer = await server.Server.Admin.PostAsync($"/api/v1/notices/{lost.Id}/replay", content: null);
        Assert.Equal([lost.Id], (await answer.ReadAsync(PlumbJson.Default.NoticesQueued)).Ids);
        await server.SeesAsync(it => it is [{ State: NoticeState.Sent }], "sent by the replay");
        Assert.Single(receiver.Received.Select(it => it.Id).Distinct());
    }

    [Fact]
    public async Task All_since_a_time_are_replayed_under_their_ids()
    {
        using var receiver = new WebhookReceiver();
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        foreach (var key in (string[])["old", "new", "newest"])
        {
            await server.FiresAsync(key);
            await server.SeesAsync(it => it.All(notice => notice.State == NoticeState.Sent) && it.Any(notice => notice.Body.Data.Events[0].Alert == $"id-{key}"), $"{key} sent");
            server.Time.Advance(TimeSpan.FromMinutes(10));
        }

        var before = receiver.Received.Select(it => it.Id).ToList();
        using var answer = await server.Server.Admin.PostAsync("/api/v1/notices/replay", new NoticeReplayBody(NoticeServer.Noon.AddMinutes(5), "webhook").Json(PlumbJson.Default.NoticeReplayBody));
        Assert.Equal(before[1..], (await answer.ReadAsync(PlumbJson.Default.NoticesQueued)).Ids);
        await server.SeesAsync(it => it.Count(notice => notice is { State: NoticeState.Sent, Attempts: 2 }) == 2, "both sent again");
        Assert.Equal([.. before, .. before[1..]], receiver.Received.Select(it => it.Id));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_for_good_is_believed_and_one_that_asks_for_time_gets_it()
    {
        using var receiver = new WebhookReceiver { Answer = count => count switch { 1 => new(410), 2 => new(429, "", ("Retry-After", "1800")), _ => new(200) } };
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver) });
        await server.FiresAsync("a");
        await server.SeesAsync(it => it is [{ State: NoticeState.GivenUp, Attempts: 1 }], "given up at once");
        await server.FiresAsync("b");
        var asked = (await server.SeesAsync(it => it.Count == 2 && it[0].Attempts == 1, "asked to wait"))[0];
        Assert.Equal(TimeSpan.FromMinutes(30), asked.NextAt - asked.LastAt);
    }

    [Fact]
    public async Task One_receiver_that_hangs_or_sends_on_delays_nothing_else()
    {
        using var elsewhere = new WebhookReceiver();
        using var receiver = new WebhookReceiver { Answer = _ => new(307, "", ("Location", elsewhere.Address)) };
        await using var server = await NoticeServer.StartAsync(it => it with { Webhook = NoticeServer.Hook(receiver), Log = true });
        await server.FiresAsync("a");
        var all = await server.SeesAsync(it => it.Count == 2 && it.All(notice => notice.Attempts > 0), "both tried");
        Assert.Equal(NoticeState.Sent, all.Single(notice => notice.Channel == "log").State);
        Assert.Contains("redirects are not followed", all.Single(notice => notice.Channel == "webhook").Answer, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Received);
        Assert.Contains(server.Server.Logs.Lines, line => line.StartsWith("notice ", StringComparison.Ordinal) && line.Contains("FIRING (error)  a is wrong.", StringComparison.Ordinal));
    }
}
