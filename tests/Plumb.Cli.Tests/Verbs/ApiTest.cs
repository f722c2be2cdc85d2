using Plumb.Cli.Tests.Kit;

namespace Plumb.Cli.Tests.Verbs;

/// <summary>A command, and an API that it asks.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    private protected Kit.Cli Cli { get; } = new() { Time = new FixedTime("2026-01-01T00:05:00Z") };

    private protected Api Api { get; } = new();

    public Task InitializeAsync()
    {
        Cli.Environment["PLUMB_SERVER"] = Api.Address;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        Cli.Dispose();
        await Api.DisposeAsync();
    }
}
