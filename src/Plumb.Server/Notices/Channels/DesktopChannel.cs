using Plumb.Platform.Processes;

namespace Plumb.Server.Notices.Channels;

/// <summary>The desktop of whoever runs Plumb, by <c>notify-send</c>.</summary>
internal sealed class DesktopChannel(DesktopTarget target, IProcessRunner processes) : INoticeChannel
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public string Name => "desktop";

    public Planning.Severity From => target.From;

    public async Task<SendOutcome> SendAsync(OutgoingNotice notice, CancellationToken cancellation)
    {
        var urgency = notice.Body.Data.Severity switch { "critical" => "critical", "info" => "low", _ => "normal" };
        try
        {
            var result = await processes.RunAsync(
                new()
                {
                    File = target.Program,
                    Arguments = ["--app-name=Plumb", $"--urgency={urgency}", "--", NoticeWords.Subject(notice.Body), NoticeWords.Text(notice.Body)],
                    Environment = target.Environment,
                    Deadline = Deadline,
                    OutputLimit = 16 * 1024,
                },
                cancellation);
            return result.Succeeded ? new(Sent: true, Permanent: false, "shown")
                : new(Sent: false, Permanent: false, result.DeadlinePassed ? $"notify-send did not end within {Deadline.TotalSeconds} s" : $"notify-send ended with {result.ExitCode}: {result.Error.Trim()}");
        }
        catch (ProcessStartException e)
        {
            return new(Sent: false, Permanent: false, e.Message);
        }
    }
}
