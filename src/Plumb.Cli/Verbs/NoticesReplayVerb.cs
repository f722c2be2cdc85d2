using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Contracts.Json;
using Plumb.Contracts.Notices;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb notices replay ID | --since TIME</c>.</summary>
internal sealed class NoticesReplayVerb : ClientVerb
{
    private readonly Argument<string?> id = new("ID") { Description = "Its id, as 'plumb notices' shows it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> since;
    private readonly Option<string> channel;

    public NoticesReplayVerb(Surroundings surroundings)
        : base(surroundings, "replay", "Sends notices again, each under its own id: who has it already can tell by that.",
            new Example("plumb notices replay 019aa6f0-0d2c-7d0b-8a53-3f1f1d1c5a11", "this one"),
            new Example("plumb notices replay --since 2h --channel webhook", "all that were made in the last two hours, after the receiver lost them"))
    {
        Add(id);
        since = Flag("--since", "All that were made since: a time (RFC 3339), or so long ago.", "TIME");
        channel = Flag("--channel", "Of these only those of this channel, or of its kind.", "CHANNEL");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var answer = (parse.GetValue(id), parse.GetValue(since)) switch
        {
            ({ } one, null) when parse.GetValue(channel) is null =>
                await api.PostAsync($"replay notice '{one}'", $"api/v1/notices/{Uri.EscapeDataString(one)}/replay", ClientJson.Reading.NoticesQueued, cancellation),
            (null, { } text) =>
                await api.PostAsync("replay notices", "api/v1/notices/replay", new NoticeReplayBody(Time(text), parse.GetValue(channel)), ClientJson.Reading.NoticeReplayBody, ClientJson.Reading.NoticesQueued, cancellation),
            _ => throw new UsageException(UsageCodes.WordInvalid, "name one notice, or a time with --since (and --channel), such as --since 2h"),
        };
        Here.Error.WriteLine(answer.Value.Ids.Count == 0 ? "There are none since then." : $"{answer.Value.Ids.Count} to be sent again; 'plumb notices' tells how far they are.");
        return ExitCode.Good;
    }

    private DateTimeOffset Time(string text) =>
        Duration.TryParse(text, out var ago) && ago > TimeSpan.Zero ? Here.Time.GetUtcNow() - ago
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at
        : throw new UsageException(UsageCodes.FlagInvalid, $"--since: '{text}' must be a time or a duration above zero, such as 2026-11-21T10:00:00Z or 2h");
}
