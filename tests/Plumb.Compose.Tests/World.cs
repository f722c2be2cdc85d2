using Plumb.Compose.Cli;
using Plumb.Compose.Engine;
using Plumb.Platform.Processes;
using Plumb.Platform.Secrets;

namespace Plumb.Compose.Tests;

/// <summary>The driver's parts on a real engine and a real Compose.</summary>
public static class World
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static ProcessRunner Processes { get; } = new(new SecretMask(), TimeProvider.System);

    public static EngineClient Client(RealEngine engine) => Client(engine.Host);

    public static EngineClient Client(string host, EngineTimeouts? timeouts = null) =>
        new(EngineAddress.TryParse(host, out var address, out var error) ? address : throw new InvalidOperationException(error), TimeProvider.System, timeouts);

    public static async Task<ComposeCli> ComposeAsync(string version, string dockerHost = "unix:///nowhere/docker.sock") =>
        new(await BinaryAsync(version), new ComposeEnvironment { DockerHost = dockerHost }, Processes);

    public static async Task<ComposeBinary> BinaryAsync(string version) =>
        await ComposeBinary.FindAsync(await RealCompose.PathAsync(version), home: null, searchPath: null, Processes, default) is ComposeSearch.Found { Binary: var found }
            ? found
            : throw new InvalidOperationException("no Compose");

    /// <summary>The value of an answer that must be there.</summary>
    public static T Value<T>(this EngineAnswer<T> answer) =>
        answer is EngineAnswer<T>.Ok ok ? ok.Value : throw new InvalidOperationException(answer.ToString());
}
