using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Verbs;

public sealed class EventsTests : ApiTest
{
    private static readonly string Record = JsonDocument.Parse(Samples.Stack()).RootElement.GetProperty("record").GetRawText().ReplaceLineEndings(" ");

    private static readonly string Snapshot = $"id: 1\nevent: stack.snapshot\ndata: {{\"records\":[{Record}]}}\n\n";

    private static readonly string Gone = "id: 2\nevent: stack.delete\ndata: {\"path\":\"old\",\"deletedAt\":\"2026-01-01T00:00:00.000Z\"}\n\n: still here\n\nevent: of.a.later.version\ndata: {}\n\n";

    [Fact]
    public async Task Without_watching_the_snapshot_is_shown_and_that_is_all()
    {
        Api.On("GET /api/events", async context =>
        {
            await context.Response.WriteAsync(Snapshot);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var ran = await Cli.RunAsync("events");
        Assert.Equal(0, ran.Exit);
        Assert.Matches("^[0-9:]{8}  web  synced  2/2$", Assert.Single(ran.OutLines));
    }

    [Fact]
    public async Task Watching_shows_each_event_and_a_stream_that_ends_is_a_failure()
    {
        Api.On("GET /api/events", Snapshot + Gone, type: "text/event-stream");
        var ran = await Cli.RunAsync("events", "--watch");
        Assert.Equal(1, ran.Exit);
        Assert.Equal(2, ran.OutLines.Count);
        Assert.EndsWith("old  gone", ran.OutLines[1], StringComparison.Ordinal);
        Assert.Contains("ended the stream", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_an_event_a_line()
    {
        Api.On("GET /api/events", Snapshot + Gone, type: "text/event-stream");
        var lines = (await Cli.RunAsync("events", "--watch", "-o", "json")).OutLines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["stack.snapshot", "stack.delete", "of.a.later.version"], lines.Select(l => l.GetProperty("event").GetString()));
        Assert.Equal("web", lines[0].GetProperty("data").GetProperty("records")[0].GetProperty("path").GetString());
    }
}
