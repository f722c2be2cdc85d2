using Xunit;

namespace Plumb.TestKit;

/// <summary>
/// One engine for all tests of a process (use as <c>IClassFixture&lt;SharedEngine&gt;</c>). Tests that share it use project names of their own
/// (<see cref="NewProject"/>), and never stop it: who stops an engine takes a <see cref="RealEngine"/> for themselves.
/// </summary>
public sealed class SharedEngine : IAsyncLifetime
{
    private static readonly Lazy<Task<RealEngine>> Only = new(StartAsync);
    private static int last;

    public RealEngine Engine { get; private set; } = null!;

    /// <summary>A project name that no other test has.</summary>
    public static string NewProject(string stem = "t") => $"{stem}{Interlocked.Increment(ref last)}";

    public async Task InitializeAsync() => Engine = await Only.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<RealEngine> StartAsync()
    {
        var engine = new RealEngine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => engine.Dispose();
        await engine.InitializeAsync();
        return engine;
    }
}
