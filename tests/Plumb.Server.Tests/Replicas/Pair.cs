using Plumb.Server.Replicas;
using Plumb.TestKit;

namespace Plumb.Server.Tests.Replicas;

/// <summary>Two control planes, each with a directory of its own, over one PostgreSQL store.</summary>
internal sealed class Pair(string store, RunningServer one, RunningServer other) : IAsyncDisposable
{
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public string Store { get; } = store;

    public RunningServer One { get; } = one;

    public RunningServer Other { get; } = other;

    public static async Task<Pair> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var store = await (await SharedPostgres.GetAsync()).NewStoreAsync();
        var started = await Task.WhenAll(StartOneAsync(store, change), StartOneAsync(store, change));
        return new Pair(store, started[0], started[1]);
    }

    public static Task<RunningServer> StartOneAsync(string store, Func<ServerOptions, ServerOptions>? change = null) =>
        RunningServer.StartAsync(change: options => (change?.Invoke(options) ?? options) with { Postgres = store });

    /// <summary>From now on it learns of others' changes by its slow poll alone.</summary>
    public static void Deafen(RunningServer server) => server.Server.Service<ChangeReader>().Listens = false;

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
    }
}
