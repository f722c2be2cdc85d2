using System.CommandLine;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Plumb.Cli.Client;
using Plumb.Cli.Commands;
using Plumb.Cli.Kinds;
using Plumb.Cli.Output;
using Plumb.Contracts.Events;
using Plumb.Contracts.Stacks;

namespace Plumb.Cli.Verbs;

/// <summary><c>plumb events [--watch]</c>: how stacks stand now, and every change as it comes.</summary>
internal sealed class EventsVerb : ClientVerb
{
    private readonly OutputFlag output;
    private readonly Option<bool> watch;

    public EventsVerb(Surroundings surroundings)
        : base(surroundings, "events", "Shows what the control plane announces: how every stack stands, and with --watch each change as it comes.",
            new Example("plumb events --watch", "every change of a stack and of a source, until Ctrl-C"),
            new Example("plumb events --watch -o json", "an event a line, as the API tells it"))
    {
        output = new(this, OutputFormat.Table, OutputFormat.Json);
        watch = Switch("--watch", "Goes on until Ctrl-C.", "-w");
        Asks(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, ApiClient api, CancellationToken cancellation)
    {
        const string Tried = "listen to events";
        var format = output.Read(parse);
        await using var stream = await api.StreamAsync(Tried, "api/events", cancellation);
        try
        {
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellation))
            {
                Write(item, format);
                if (item.EventType == StreamEventNames.Snapshot && !parse.GetValue(watch))
                {
                    return ExitCode.Good;
                }
            }
        }
        catch (IOException error)
        {
            throw new CommandException(Tried, $"the connection to {api.Endpoint.Shown} broke: {error.Message}", "Start the command again.");
        }

        throw new CommandException(Tried, $"{api.Endpoint.Shown} ended the stream", "It was stopped; start the command again when it is back.");
    }

    private void Write(SseItem<string> item, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Here.Out.WriteLine($$"""{"event":"{{JsonEncodedText.Encode(item.EventType)}}","id":{{item.EventId ?? "null"}},"data":{{item.Data}}}""");
        }
        else
        {
            foreach (var text in Lines(item))
            {
                var now = Here.Time.GetUtcNow().ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
                Here.Out.WriteLine($"{now}  {Clean.Line(text)}");
            }
        }

        Here.Out.Flush();
    }

    private static IEnumerable<string> Lines(SseItem<string> item) => item.EventType switch
    {
        StreamEventNames.Snapshot => JsonSerializer.Deserialize(item.Data, ClientJson.Reading.StackSnapshotEvent)!.Records.Select(Line),
        StreamEventNames.Upsert => [Line(JsonSerializer.Deserialize(item.Data, ClientJson.Reading.StackUpsertEvent)!.Record)],
        StreamEventNames.Delete => [$"{JsonSerializer.Deserialize(item.Data, ClientJson.Reading.StackDeleteEvent)!.Path}  gone"],
        StreamEventNames.Refresh => [Line(JsonSerializer.Deserialize(item.Data, ClientJson.Reading.RefreshStatusEvent)!)],
        _ => [],
    };

    private static string Line(RefreshStatusEvent refresh) =>
        $"source {refresh.Source}  {refresh.RefreshStatus}  {StackKind.Short(refresh.Revision)}  {refresh.RefreshError ?? refresh.CommitMessage}";

    private static string Line(StackRecord record) =>
        $"{record.Path}  {StackKind.StatusWord(record.Status)}  {record.ContainersRunning}/{record.ContainersTotal}{(record.Held is { } held ? $"  held {held}" : "")}{(record.LastSyncError is { } error ? $"  {error}" : "")}";
}
