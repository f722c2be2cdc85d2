using Plumb.Cli.Commands;
using Plumb.Cli.Configuration;
using Plumb.Cli.Up;
using Plumb.Platform.Remote;
using Plumb.Server.Notices;
using Plumb.Server.Notices.Planning;

namespace Plumb.Cli.Tests.Up;

/// <summary>From <c>notify.*</c> to who is told of what.</summary>
public sealed class NoticeOptionsTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly Kit.Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void Nobody_is_told_unless_somebody_says_so()
    {
        Assert.Null(Made());
        cli.Environment["PLUMB_NOTIFY_QUIET_HOURS"] = "22:00-07:00";
        Assert.Null(Made());
    }

    [Fact]
    public void Every_setting_arrives()
    {
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("WEBHOOK_URL", "https://hooks.example.org/token-token"), ("WEBHOOK_SECRET", Secret), ("WEBHOOK_SEVERITY", "warning"),
            ("MAIL_SERVER", "smtps://mail.example.org"), ("MAIL_FROM", "plumb@example.org"), ("MAIL_TO", "a@example.org,b@example.org"), ("MAIL_USERNAME", "plumb"), ("MAIL_PASSWORD", "hunter2-hunter2"), ("MAIL_SEVERITY", "critical"),
            ("LOG", "on"), ("REACH", "public"), ("QUIET_HOURS", "22:00-07:30"), ("TIME_ZONE", "Europe/Berlin"), ("GATHER", "1s"), ("BURST", "2"), ("PACE", "10s"), ("GIVE_UP_AFTER", "2h"),
        ])
        {
            cli.Environment[$"PLUMB_NOTIFY_{name}"] = value;
        }

        cli.Environment["PROJECT_NAME"] = "Mine";
        var (configuration, here) = Load();
        var made = NoticeOptionsOf.Make(configuration, here)!;
        Assert.Equal(("Mine", true, TimeSpan.FromHours(2)), (made.Installation, made.Log, made.GiveUpAfter));
        Assert.Equal((TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(10)), (made.Policy.Gather, made.Policy.Burst, made.Policy.Pace));
        Assert.Equal((new TimeOnly(22, 0), new TimeOnly(7, 30), "Europe/Berlin"), (made.Policy.Quiet!.From, made.Policy.Quiet.To, made.Policy.Quiet.Zone.Id));
        Assert.Equal((new Uri("https://hooks.example.org/token-token"), Severity.Warning, Reach.Public), (made.Webhook!.Address, made.Webhook.From, made.Webhook.Reach));
        Assert.Equal(("plumb@example.org", Severity.Critical), (made.Mail!.Sender, made.Mail.From));
        Assert.Equal(["a@example.org", "b@example.org"], made.Mail.Recipients);
        Assert.Equal(("mail.example.org", 465, true, "plumb", Reach.Public), (made.Mail.Server.Host, made.Mail.Server.Port, made.Mail.Server.Implicit, made.Mail.Server.Username, made.Mail.Server.Reach));
        foreach (var secret in (string[])["https://hooks.example.org/token-token", Secret, Secret["whsec_".Length..], "hunter2-hunter2"])
        {
            Assert.Equal("***", here.Mask.Mask(secret));
        }

        Assert.DoesNotContain("hunter2", $"{made}", StringComparison.Ordinal);
        Assert.DoesNotContain("MfKQ9", $"{made}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smtp://mail.example.org", 587, false)]
    [InlineData("smtp://mail.example.org:25", 25, false)]
    [InlineData("smtps://[::1]:2465/", 2465, true)]
    public void A_mail_server_has_the_port_of_its_scheme(string server, int port, bool isImplicit)
    {
        cli.Environment["PLUMB_NOTIFY_MAIL_SERVER"] = server;
        cli.Environment["PLUMB_NOTIFY_MAIL_FROM"] = "plumb@example.org";
        cli.Environment["PLUMB_NOTIFY_MAIL_TO"] = "ops@example.org";
        Assert.Equal((port, isImplicit), (Made()!.Mail!.Server.Port, Made()!.Mail!.Server.Implicit));
    }

    [Theory]
    [InlineData("notify.webhook.secret is missing: notify.webhook.url needs it", "WEBHOOK_URL=https://hooks.example.org")]
    [InlineData("notify.webhook.url is missing: notify.webhook.secret needs it", $"WEBHOOK_SECRET={Secret}")]
    [InlineData("notify.mail.from is missing: notify.mail.server needs it", "MAIL_SERVER=smtp://mail.example.org")]
    [InlineData("notify.mail.to is missing: notify.mail.server needs it", "MAIL_SERVER=smtp://mail.example.org", "MAIL_FROM=a@example.org")]
    [InlineData("notify.mail.server is missing: notify.mail.to needs it", "MAIL_TO=a@example.org")]
    [InlineData("notify.mail.password is missing: notify.mail.username needs it", "MAIL_SERVER=smtp://mail.example.org", "MAIL_FROM=a@example.org", "MAIL_TO=a@example.org", "MAIL_USERNAME=a")]
    [InlineData("notify.webhook.caFile: Reading certificates from '/nowhere.pem' failed", "WEBHOOK_URL=https://hooks.example.org", $"WEBHOOK_SECRET={Secret}", "WEBHOOK_CA_FILE=/nowhere.pem")]
    [InlineData("notify.webhook.url: the value (from PLUMB_NOTIFY_WEBHOOK_URL) must be", "WEBHOOK_URL=https://user:pass@hooks.example.org")]
    [InlineData("notify.webhook.url: the value (from PLUMB_NOTIFY_WEBHOOK_URL) must be", "WEBHOOK_URL=ftp://hooks.example.org")]
    [InlineData("notify.webhook.secret: the value (from PLUMB_NOTIFY_WEBHOOK_SECRET) must be", "WEBHOOK_SECRET=short")]
    [InlineData("notify.mail.to: 'a@example.org>' (from PLUMB_NOTIFY_MAIL_TO) must be", "MAIL_TO=a@example.org>")]
    [InlineData("notify.mail.server: 'mail.example.org' (from PLUMB_NOTIFY_MAIL_SERVER) must be", "MAIL_SERVER=mail.example.org")]
    [InlineData("notify.quietHours: '22:00-22:00' (from PLUMB_NOTIFY_QUIET_HOURS) must be", "QUIET_HOURS=22:00-22:00")]
    [InlineData("notify.quietHours: '22-7' (from PLUMB_NOTIFY_QUIET_HOURS) must be", "QUIET_HOURS=22-7")]
    [InlineData("notify.timeZone: 'Middle/Earth' (from PLUMB_NOTIFY_TIME_ZONE) must be", "TIME_ZONE=Middle/Earth")]
    public async Task What_is_wrong_or_half_stops_the_start_with_one_line_that_names_it(string line, params string[] entries)
    {
        foreach (var entry in entries)
        {
            cli.Environment[$"PLUMB_NOTIFY_{entry.Split('=', 2)[0]}"] = entry.Split('=', 2)[1];
        }

        var ran = await cli.RunAsync("up", "--data", cli.Home.At("data"), "--listen", "127.0.0.1:0");
        Assert.Equal(2, ran.Exit);
        Assert.Contains($"plumb up: {line}", ran.Error, StringComparison.Ordinal);
        Assert.Equal(2, ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void The_desktop_is_left_out_where_there_is_no_program_for_it_and_found_where_there_is()
    {
        cli.Environment["PLUMB_NOTIFY_DESKTOP_ENABLED"] = "on";
        cli.Environment["PATH"] = cli.Home.At("bin");
        cli.Environment["DISPLAY"] = ":7";
        Assert.Null(Made());
        var program = cli.Home.Write("bin/notify-send", "#!/bin/sh\n");
        var desktop = Made()!.Desktop!;
        Assert.Equal((program, ":7", false), (desktop.Program, desktop.Environment["DISPLAY"], desktop.Environment.ContainsKey("PATH")));
    }

    private NoticeOptions? Made()
    {
        var (configuration, here) = Load();
        return NoticeOptionsOf.Make(configuration, here);
    }

    private (PlumbConfiguration Configuration, Surroundings Here) Load()
    {
        var here = cli.Surroundings(TextWriter.Null, TextWriter.Null);
        var up = new UpVerb(here);
        return (up.Load(System.CommandLine.Parsing.CommandLineParser.Parse(up, [], CommandTree.Parsing), []), here);
    }
}
