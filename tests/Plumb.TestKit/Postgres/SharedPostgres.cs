using Xunit;

namespace Plumb.TestKit;

/// <summary>One PostgreSQL server for all tests of a process, each with a store of its own. Who stops a server takes a <see cref="PostgresServer"/> for themselves.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgresServer>> Only = new(StartAsync);

    public PostgresServer Server { get; private set; } = null!;

    public static Task<PostgresServer> GetAsync() => Only.Value;

    public async Task InitializeAsync() => Server = await Only.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        await server.InitializeAsync();
        return server;
    }
}
