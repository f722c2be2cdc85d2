using Plumb.Compose.Cli;
using Plumb.Compose.Engine;
using Plumb.Compose.Engine.Wire;
using Plumb.Platform.Processes;

namespace Plumb.Agent.Checking;

/// <summary>Whether an agent could work here, looked at once, without an agent: for people who ask what is wrong with a machine.</summary>
public static class WorldCheck
{
    /// <summary>The Docker engine: whether it answers, and whether it is new enough.</summary>
    /// <param name="engine">Such as <c>unix:///var/run/docker.sock</c>.</param>
    public static async Task<WorldAnswer> EngineAsync(string engine, TimeProvider time, CancellationToken cancellation)
    {
        if (!EngineAddress.TryParse(engine, out var address, out var wrong))
        {
            return new(Good: false, wrong);
        }

        using var client = new EngineClient(address, time);
        var answer = await client.CheckAsync(cancellation);
        return answer is EngineAnswer<EngineVersion>.Ok { Value: var version }
            ? new(Good: true, $"Docker {version.Version}, API {version.ApiVersion}, at {address}")
            : new(Good: false, answer.Problem ?? $"{address} does not answer as an engine does.");
    }

    /// <summary>The Compose plugin: where it is, and whether it is new enough.</summary>
    /// <param name="binary">The configured path; null: searched for as an agent does.</param>
    /// <param name="home">Home directory of the one who runs the agent; null: none.</param>
    /// <param name="searchPath">Their search path; null: none.</param>
    public static async Task<WorldAnswer> ComposeAsync(string? binary, string? home, string? searchPath, IProcessRunner processes, CancellationToken cancellation) =>
        await ComposeBinary.FindAsync(binary, home, searchPath, processes, cancellation) switch
        {
            ComposeSearch.Found { Binary: var found } => new(Good: true, $"Compose {found.Version} in {found.Path}"),
            ComposeSearch.NotFound { Problem: var problem } => new(Good: false, problem),
            _ => throw new InvalidOperationException("The search for Compose ended in no known way."),
        };
}

/// <param name="Good">An agent could work with it.</param>
/// <param name="Says">What was found, or what is wrong and what to do.</param>
public sealed record WorldAnswer(bool Good, string Says);
