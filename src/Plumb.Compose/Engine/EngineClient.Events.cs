using System.Runtime.CompilerServices;
using System.Text.Json;
using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Engine;

public sealed partial class EngineClient
{
    private const string EventFilter = """{"type":["container","network","volume"]}""";

    /// <summary>
    /// Events of containers, networks and volumes on one connection, until it ends. The first item is Ok with an empty
    /// event as soon as the engine has taken the subscription (what happens after it is not missed); the last one says
    /// how it ended, unless it was cancelled.
    /// </summary>
    public async IAsyncEnumerable<EngineAnswer<EngineEvent>> EventsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var check = await CallAsync(api => Task.FromResult<EngineAnswer<string>>(new EngineAnswer<string>.Ok(api)), cancellation);
        if (check is not EngineAnswer<string>.Ok { Value: var version })
        {
            yield return check.Map<EngineEvent>(_ => throw new System.Diagnostics.UnreachableException());
            yield break;
        }

        var lines = System.Threading.Channels.Channel.CreateBounded<EngineAnswer<EngineEvent>>(256);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pump = PumpAsync(version, lines.Writer, stop.Token);
        try
        {
            await foreach (var line in lines.Reader.ReadAllAsync(cancellation))
            {
                yield return line;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(
        string version, System.Threading.Channels.ChannelWriter<EngineAnswer<EngineEvent>> lines, CancellationToken cancellation)
    {
        try
        {
            var ended = await _transport.SendAsync(
                HttpMethod.Get,
                $"{version}/events?filters={Uri.EscapeDataString(EventFilter)}",
                async (response, limit) =>
                {
                    await lines.WriteAsync(new EngineAnswer<EngineEvent>.Ok(new EngineEvent()), limit);
                    await using var body = await response.Content.ReadAsStreamAsync(limit);
                    using var reader = new StreamReader(body);
                    while (await reader.ReadLineAsync(limit) is { } line)
                    {
                        if (line.Length > 0 && JsonSerializer.Deserialize(line, EngineJson.Default.EngineEvent) is { } seen)
                        {
                            await lines.WriteAsync(new EngineAnswer<EngineEvent>.Ok(seen), limit);
                        }
                    }

                    return true;
                },
                Timeout.InfiniteTimeSpan,
                cancellation);
            var last = ended is EngineAnswer<bool>.Ok
                ? new EngineAnswer<EngineEvent>.Unreachable("the Docker engine ended the event stream")
                : ended.Map<EngineEvent>(_ => throw new System.Diagnostics.UnreachableException());
            await lines.WriteAsync(last, cancellation);
        }
        finally
        {
            lines.Complete();
        }
    }
}
