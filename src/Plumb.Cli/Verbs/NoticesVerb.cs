using System.CommandLine;
using System.Globalization;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb notices</c>: what went out to whom, and <c>show</c>, <c>replay</c>, <c>test</c> under it.</summary>
internal sealed class NoticesVerb : ClientVerb
{
    private static readonly string[] States = ["waiting", "sent", "givenUp"];

    private readonly Option<string> state;
    private readonly Option<string> channel;
    private readonly Option<string> limit;
    private readonly OutputFlag output;

    private NoticesVerb(Surroundings surroundings)
        : base(surroundings, "notices", "Lists the notices that went out, wait, or were given up, newest first.",
            new Example("plumb notices", "every notice, by which channel it goes, and how far it is"),
            new Example("plumb notices --state givenUp", "those that nobody got"),
            new Example("plumb notices test webhook", "does it reach anybody?"))
    {
        state = Flag("--state", $"Only those that are {string.Join(", ", States)}.", "STATE");
        state.CompletionSources.Add(_ => States.Select(word => new System.CommandLine.Completions.CompletionItem(word)));
        channel = Flag("--channel", "Only those of this channel, or of its kind.", "CHANNEL");
        limit = Flag("--limit", "At most so many; the newest 100 are shown unasked.", "NUMBER");
        output = new(this, OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json, OutputFormat.Yaml);
        Asks(RunAsync);
    }

    public static Command Build(Surroundings surroundings) => new NoticesVerb(surroundings)
    {
        new NoticesShowVerb(surroundings),
        new NoticesReplayVerb(surroundings),
        new NoticesTestVerb(surroundings),
    };

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var format = output.Read(parse);
        var query = $"?limit={Limit(parse)}{Query("state", Read(parse))}{Query("channel", parse.GetValue(channel))}";
        var answer = await api.GetAsync("list notices", $"api/v1/notices{query}", ClientJson.Reading.PageNoticeView, cancellation);
        switch (format)
        {
            case OutputFormat.Json:
                JsonOutput.Write(Here.Out, answer.Raw);
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(Here.Out, answer.Raw);
                break;
            case OutputFormat.Table or OutputFormat.Wide when answer.Value.Items.Count == 0:
                Here.Error.WriteLine("There are no notices.");
                break;
            default:
                var wide = format == OutputFormat.Wide;
                new TableWriter(Here, NoticeKind.Kind.Titles(wide), headers: true).Write([.. NoticeKind.Kind.Rows(answer, Here.Time, wide).Select(row => row.Cells)]);
                break;
        }

        return ExitCode.Good;
    }

    private string? Read(ParseResult parse) =>
        parse.GetValue(state) is not { } word || States.Contains(word, StringComparer.Ordinal) ? parse.GetValue(state)
        : throw new UsageException(UsageCodes.FlagInvalid, $"--state: '{word}' must be {string.Join(", ", States)}, such as waiting");

    private int Limit(ParseResult parse) =>
        parse.GetValue(limit) is not { } text ? 100
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 500 ? most
        : throw new UsageException(UsageCodes.FlagInvalid, $"--limit: '{text}' must be a whole number from 1 to 500, such as 20");

    private static string Query(string key, string? value) => value is null ? "" : $"&{key}={Uri.EscapeDataString(value)}";
}

/// <summary><c>plumb notices show ID</c>.</summary>
internal sealed class NoticesShowVerb : ClientVerb
{
    private readonly Argument<string> id;
    private readonly OutputFlag output;

    public NoticesShowVerb(Surroundings surroundings)
        : base(surroundings, "show", "Shows all of a notice: every event in it, and what its newest try came to.", new Example("plumb notices show 019aa6f0-0d2c-7d0b-8a53-3f1f1d1c5a11", "all of it"))
    {
        id = Word("ID", "Its id, as 'plumb notices' shows it.");
        output = new(this, OutputFormat.Yaml, OutputFormat.Json);
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        var format = output.Read(parse);
        var name = parse.GetValue(id)!;
        var answer = await api.GetAsync($"read notice '{name}'", $"api/v1/notices/{Uri.EscapeDataString(name)}", ClientJson.Reading.NoticeView, cancellation);
        if (format == OutputFormat.Json)
        {
            JsonOutput.Write(Here.Out, answer.Raw);
        }
        else
        {
            YamlOutput.Write(Here.Out, answer.Raw);
        }

        return ExitCode.Good;
    }
}
