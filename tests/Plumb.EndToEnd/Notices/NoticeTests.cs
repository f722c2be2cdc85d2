using System.Text.Json;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;
using Plumb.EndToEnd.Stage;
using Plumb.TestKit;

namespace Plumb.EndToEnd.Notices;

/// <summary>An engine that is away and comes back, told through every channel at once.</summary>
public sealed class NoticeTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Canary = "canary-of-the-mail-server";

    [Fact]
    public async Task An_alert_is_in_the_log_and_goes_out_by_webhook_mail_and_desktop_when_it_fires_and_when_it_is_resolved()
    {
        await using var stage = await NoticeStage.CreateAsync();
        using var certificate = TestCertificate.Make();
        using var smtp = new SmtpTestServer { Certificate = certificate, Login = $"plumb:{Canary}" };
        stage.Receiver.Answer = count => new(count == 1 ? 503 : 200);
        await File.WriteAllTextAsync(stage.At("ca.pem"), certificate.ExportCertificatePem());
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("MAIL_SERVER", $"smtp://127.0.0.1:{smtp.Port}"), ("MAIL_FROM", "plumb@example.org"), ("MAIL_TO", "ops@example.org"), ("MAIL_CA_FILE", stage.At("ca.pem")),
            ("MAIL_USERNAME", "plumb"), ("MAIL_PASSWORD", Canary), ("DESKTOP_ENABLED", "on"),
        ])
        {
            stage.Environment[$"PLUMB_NOTIFY_{name}"] = value;
        }

        stage.Environment["PATH"] = $"{NotifySend(stage)}:{Environment.GetEnvironmentVariable("PATH")}";
        await stage.StartAsync();
        await stage.SeesAsync(it => it.Count == 3 && it.All(notice => notice.State == NoticeState.Sent), "the firing through all three");
        stage.LetEngineCome(shared.Engine);
        var all = await stage.SeesAsync(
            it => it.Count(notice => notice.Body.Data.Events.Any(e => e.Type == NoticeTypes.AlertResolved)) == 3 && it.All(notice => notice.State == NoticeState.Sent), "the resolution through all three");

        var events = Lines(stage).Select(line => line.GetProperty("event").GetString()).ToList();
        Assert.InRange(events.IndexOf("alert.firing"), 0, events.IndexOf("alert.resolved"));

        var firing = stage.Receiver.Received.Take(2).ToList();
        Assert.Equal(firing[0].Id, firing[1].Id);
        Assert.All(stage.Receiver.Received, it => Assert.True(it.Signed));
        Assert.Equal(NoticeTypes.AlertFiring, JsonSerializer.Deserialize(firing[1].Body, PlumbJson.Default.NoticeBody)!.Type);

        Assert.All(smtp.Received, mail => Assert.Equal((true, "ops@example.org"), (mail.Secured, mail.To)));
        Assert.Equal(all.Count(notice => notice.Channel == "mail:ops@example.org"), smtp.Received.Count);
        var shown = await File.ReadAllTextAsync(stage.At("notify/called"));
        Assert.Contains("FIRING (", shown, StringComparison.Ordinal);
        Assert.Contains("RESOLVED", shown, StringComparison.Ordinal);

        var test = await stage.CliAsync("notices", "test", "webhook");
        Assert.True(test.ExitCode == 0, test.ToString());
        Assert.Contains("webhook: sent: 200", test.Error, StringComparison.Ordinal);
        var replay = await stage.CliAsync("notices", "replay", firing[0].Id);
        Assert.True(replay.ExitCode == 0, replay.ToString());
        await Wait.UntilAsync(() => stage.Receiver.Received.Count(it => it.Id == firing[0].Id) == 3, Scene.Patience, () => $"the replay. Its log:\n{stage.Plumb.Log}");

        foreach (var secret in (string[])[Canary, WebhookReceiver.Secret["whsec_".Length..], stage.Receiver.Address])
        {
            Assert.DoesNotContain(secret, stage.Plumb.Log, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, string.Join('\n', stage.Receiver.Received.Select(it => it.Body)), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, (await stage.CliAsync("notices", "-o", "json")).Output, StringComparison.Ordinal);
        }
    }

    private static string NotifySend(NoticeStage stage)
    {
        var directory = Directory.CreateDirectory(stage.At("notify")).FullName;
        var program = Path.Combine(directory, "notify-send");
        File.WriteAllText(program, $"#!/bin/sh\nprintf '%s\\n' \"$@\" >>'{directory}/called'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return directory;
    }

    private static IEnumerable<JsonElement> Lines(NoticeStage stage) => stage.Plumb.Log.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement);
}
