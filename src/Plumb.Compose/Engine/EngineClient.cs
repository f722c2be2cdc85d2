using Plumb.Compose.Engine.Wire;

namespace Plumb.Compose.Engine;

/// <summary>
/// The few calls of the Docker Engine API that Plumb makes, over one kept connection pool. Never throws for an engine
/// that is away or refuses: that is in the answer. Safe for many callers at once.
/// </summary>
/// <remarks>Source: Docker Engine API 1.41 to 1.47.</remarks>
public sealed partial class EngineClient : IDisposable
{
    private readonly EngineTransport _transport;
    private readonly EngineTimeouts _timeouts;

    // Agreed with the engine at the first call, and again after it was away: it may have been upgraded.
    private string? _api;

    public EngineClient(EngineAddress address, TimeProvider time, EngineTimeouts? timeouts = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        Address = address;
        _timeouts = timeouts ?? new EngineTimeouts();
        _transport = new EngineTransport(address, _timeouts, time);
    }

    public EngineAddress Address { get; }

    /// <summary>What the engine says of itself.</summary>
    public async Task<EngineAnswer<EngineVersion>> VersionAsync(CancellationToken cancellation) =>
        await _transport.GetAsync("version", EngineJson.Default.EngineVersion, _timeouts.Look, cancellation);

    /// <summary>Whether the engine answers and is new enough. An engine below the floor is an Error with what to do.</summary>
    public async Task<EngineAnswer<EngineVersion>> CheckAsync(CancellationToken cancellation)
    {
        var version = await VersionAsync(cancellation);
        if (version is EngineAnswer<EngineVersion>.Ok { Value: var engine })
        {
            var api = EngineFloor.Negotiate(engine, out var problem);
            if (problem is not null)
            {
                return new EngineAnswer<EngineVersion>.Error(0, problem);
            }

            Volatile.Write(ref _api, api);
        }

        return version;
    }

    /// <summary>What the engine's machine can do.</summary>
    public Task<EngineAnswer<EngineInfo>> InfoAsync(CancellationToken cancellation) =>
        CallAsync(api => _transport.GetAsync($"{api}/info", EngineJson.Default.EngineInfo, _timeouts.Look, cancellation), cancellation);

    public void Dispose() => _transport.Dispose();

    /// <summary>Calls with the agreed API version in front of the path.</summary>
    private async Task<EngineAnswer<T>> CallAsync<T>(Func<string, Task<EngineAnswer<T>>> call, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _api) is not { } api)
        {
            var check = await CheckAsync(cancellation);
            if (Volatile.Read(ref _api) is not { } agreed)
            {
                return check.Map<T>(_ => throw new System.Diagnostics.UnreachableException());
            }

            api = agreed;
        }

        var answer = await call(api);
        if (answer is EngineAnswer<T>.Unreachable)
        {
            Volatile.Write(ref _api, null);
        }

        return answer;
    }
}
