using System.CommandLine;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Contracts.Notices;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb notices test CHANNEL</c>: sends one, and waits for what its first try comes to.</summary>
internal sealed class NoticesTestVerb : ClientVerb
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // Longer than any channel's own deadline.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private static readonly string[] Kinds = ["webhook", "mail", "desktop", "log"];

    private readonly Argument<string> channel;

    public NoticesTestVerb(Surroundings surroundings)
        : base(surroundings, "test", "Sends a test through a channel, and tells what came of it. Fails when it was not taken.",
            new Example("plumb notices test webhook", "is it signed right, and does it get through?"),
            new Example("plumb notices test mail", "to every recipient"))
    {
        channel = Word("CHANNEL", "webhook, mail, mail:ADDRESS, desktop or log.");
        channel.CompletionSources.Add(_ => Kinds.Select(word => new System.CommandLine.Completions.CompletionItem(word)));
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var name = parse.GetValue(channel)!;
        var queued = await api.PostAsync($"test channel '{name}'", "api/v1/notices/test", new NoticeTestBody(name), ClientJson.Reading.NoticeTestBody, ClientJson.Reading.NoticesQueued, cancellation);
        var allSent = true;
        foreach (var id in queued.Value.Ids)
        {
            var notice = await TriedAsync(api, id, cancellation);
            Here.Error.WriteLine(Output.Clean.Line($"{notice.Channel}: {(notice.State == NoticeState.Sent ? "sent" : "not sent")}: {notice.Answer}"));
            allSent &= notice.State == NoticeState.Sent;
        }

        return allSent ? ExitCode.Good : ExitCode.Failed;
    }

    private async Task<NoticeView> TriedAsync(ApiClient api, string id, CancellationToken cancellation)
    {
        var until = Here.Time.GetUtcNow() + Patience;
        while (true)
        {
            var notice = (await api.GetAsync($"read notice '{id}'", $"api/v1/notices/{id}", ClientJson.Reading.NoticeView, cancellation)).Value;
            if (notice.Attempts > 0)
            {
                return notice;
            }

            if (Here.Time.GetUtcNow() > until)
            {
                throw new CommandException($"test channel '{notice.Channel}'", "it was not tried yet: others are before it", $"'plumb notices show {id}' tells when it was.");
            }

            await Task.Delay(Look, Here.Time, cancellation);
        }
    }
}
